package org.docket.retention;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Handle;

/**
 * The proof of a disposal. It holds no personal data: what was disposed of is named by its identifier and its hash.
 *
 * @param blob its name in the container {@code custody}
 * @param content JSON
 */
public record Certificate(UUID recordingId, String blob, String content) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Content(
            UUID recordingId,
            String sha256,
            long bytes,
            String blob,
            String authority,
            Instant condemnedAt,
            Instant confirmedAbsentAt) {}

    /** The certificate of this disposal: written once, and the same however often it is asked for. */
    static Certificate issue(Handle handle, Purge.Condemned condemned, Instant now) {
        String blob = "certificates/" + DAY.format(condemned.condemnedAt()) + "/" + condemned.recordingId() + ".json";
        String content = Json.write(new Content(
                condemned.recordingId(),
                condemned.sha256(),
                condemned.bytes(),
                condemned.blob(),
                condemned.authority(),
                condemned.condemnedAt(),
                now));
        handle.createUpdate("insert into certificate (recording_id, content, issued_at, blob)"
                        + " values (:id, :content, :now, :blob) on conflict do nothing")
                .bind("id", condemned.recordingId())
                .bind("content", content)
                .bind("now", now)
                .bind("blob", blob)
                .execute();
        return handle.createQuery("select recording_id, blob, content from certificate where recording_id = :id")
                .bind("id", condemned.recordingId())
                .map((row, context) -> new Certificate(
                        row.getObject("recording_id", UUID.class), row.getString("blob"), row.getString("content")))
                .one();
    }

    /** SHA-256 of the content, 64 hexadecimal digits. */
    public String sha256() {
        return SourceDigest.of(content.getBytes(StandardCharsets.UTF_8));
    }
}
