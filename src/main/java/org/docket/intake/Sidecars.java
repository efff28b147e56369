package org.docket.intake;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of sidecars: every one that a dock wrote for a recording, byte for byte, since it is part of the evidence. */
final class Sidecars {
    /** A sidecar and the recording that it came with. */
    record Kept(UUID recordingId, Sidecar sidecar) {}

    /** Keeps those that came with recordings. */
    void keep(Handle handle, List<Kept> sidecars, Instant at) {
        PreparedBatch batch = handle.prepareBatch("insert into sidecar (recording_id, number, name, sha256, content,"
                + " kept_at) select :id, coalesce(max(number), 0) + 1, :name, :sha256, :content, :at from sidecar"
                + " where recording_id = :id");
        for (Kept kept : sidecars) {
            byte[] content = content(kept.sidecar());
            batch.bind("id", kept.recordingId())
                    .bind("name", kept.sidecar().name())
                    .bind("sha256", SourceDigest.of(content))
                    .bind("content", content)
                    .bind("at", at)
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** Keeps one that came later, unless the very same bytes are kept already. */
    void keepLate(Handle handle, Kept sidecar, Instant at) {
        if (!isKept(handle, sidecar.recordingId(), content(sidecar.sidecar()))) {
            keep(handle, List.of(sidecar), at);
        }
    }

    /** Whether the very same bytes are kept for that recording already. */
    boolean isKept(Handle handle, UUID recordingId, byte[] content) {
        return handle.createQuery(
                        "select exists (select 1 from sidecar where recording_id = :id and content = :content)")
                .bind("id", recordingId)
                .bind("content", content)
                .mapTo(Boolean.class)
                .one();
    }

    /** The SHA-256 of the sidecar that came last for each of these recordings. */
    Map<UUID, String> latest(Handle handle, Collection<UUID> recordings) {
        return handle
                .createQuery("select distinct on (recording_id) recording_id, sha256 from sidecar"
                        + " where recording_id = any(:ids) order by recording_id, number desc")
                .bindArray("ids", UUID.class, List.copyOf(recordings))
                .map((row, context) -> Map.entry(row.getObject("recording_id", UUID.class), row.getString("sha256")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static byte[] content(Sidecar sidecar) {
        byte[] content = new byte[sidecar.content().remaining()];
        sidecar.content().duplicate().get(content);
        return content;
    }
}
