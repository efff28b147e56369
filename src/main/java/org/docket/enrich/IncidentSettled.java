package org.docket.enrich;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** The same of several recordings; those of which nobody said anything are left out. */
    static Map<UUID, Word> of(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select recording_id, reference from incident_settled where recording_id = any(:ids)")
                .bindArray("ids", UUID.class, recordingIds)
                .map((row, context) ->
                        Map.entry(row.getObject("recording_id", UUID.class), new Word(row.getString("reference"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
