package org.docket.enrich;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What persons said of the incidents of recordings. It outlasts whatever is learnt later. */
final class IncidentSettled {
    private IncidentSettled() {}

    /**
     * What a person said.
     *
     * @param reference of the incident; absent if the recording belongs to none
     */
    record Word(@Nullable String reference) {}

    /** What was said last of a recording; empty if nobody said anything. */
    static Optional<Word> of(Handle handle, UUID recordingId) {
        return handle.createQuery("select reference from incident_settled where recording_id = :id")
                .bind("id", recordingId)
                .map((row, context) -> new Word(row.getString("reference")))
                .findOne();
    }

    /** Writes what is said now. */
    static void write(Handle handle, UUID recordingId, @Nullable String reference, Instant now) {
        handle.createUpdate("insert into incident_settled (recording_id, reference, at) values (:id, :reference, :now)"
                        + " on conflict (recording_id) do update set reference = excluded.reference, at = excluded.at")
                .bind("id", recordingId)
                .bind("reference", reference)
                .bind("now", now)
                .execute();
    }
}
