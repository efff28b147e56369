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
    /**
     * A sidecar and its recording.
     *
     * @param counted whether the recording was described by it; another may count in its place
     */
    record Kept(UUID recordingId, Sidecar sidecar, boolean counted) {}

    /** Keeps those that came with recordings. */
    void keep(Handle handle, List<Kept> sidecars, Instant at) {
        PreparedBatch batch = handle.prepareBatch("insert into sidecar (recording_id, number, name, sha256, content,"
                + " kept_at, counted) select :id, coalesce(max(number), 0) + 1, :name, :sha256, :content, :at, :counted"
                + " from sidecar where recording_id = :id");
        for (Kept kept : sidecars) {
            byte[] content = content(kept.sidecar());
            batch.bind("id", kept.recordingId())
                    .bind("name", kept.sidecar().name())
                    .bind("sha256", SourceDigest.of(content))
                    .bind("content", content)
                    .bind("at", at)
                    .bind("counted", kept.counted())
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** Keeps one that came with the same recording once more, unless the very same bytes are kept already. It does not count. */
    void keepOther(Handle handle, UUID recordingId, Sidecar sidecar, Instant at) {
        if (!isKept(handle, recordingId, content(sidecar))) {
            keep(handle, List.of(new Kept(recordingId, sidecar, false)), at);
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

    /** What is known of the sidecars of each of these recordings; absent if it has none. */
    Map<UUID, Known> known(Handle handle, Collection<UUID> recordings) {
        return handle
                .createQuery("select recording_id, name, sha256, number = last as is_last, number = last_counted as"
                        + " is_counted from (select recording_id, name, sha256, number, max(number) over (partition by"
                        + " recording_id, name) as last, max(number) filter (where counted) over (partition by"
                        + " recording_id) as last_counted from sidecar where recording_id = any(:ids)) its"
                        + " where number in (last, last_counted)")
                .bindArray("ids", UUID.class, List.copyOf(recordings))
                .map((row, context) -> new Line(
                        row.getObject("recording_id", UUID.class),
                        row.getString("name"),
                        row.getString("sha256"),
                        row.getBoolean("is_last"),
                        row.getBoolean("is_counted")))
                .stream()
                .collect(Collectors.groupingBy(
                        Line::recordingId, Collectors.collectingAndThen(Collectors.toList(), Known::new)));
    }

    /** One that was the last under its name, or the last that counted. */
    record Line(UUID recordingId, String name, String sha256, boolean isLast, boolean isCounted) {}

    /** The sidecars of a recording, those that were followed by none of their name and the one that describes it. */
    record Known(List<Line> lines) {
        static final Known NONE = new Known(List.of());

        /** Whether one with that content has nothing new to say: its recording is described by it, or it was kept as it is. */
        boolean has(String name, String sha256) {
            return lines.stream()
                    .filter(line -> line.sha256().equals(sha256))
                    .anyMatch(line ->
                            line.isCounted() || (line.isLast() && line.name().equals(name)));
        }
    }

    static byte[] content(Sidecar sidecar) {
        byte[] content = new byte[sidecar.content().remaining()];
        sidecar.content().duplicate().get(content);
        return content;
    }
}
