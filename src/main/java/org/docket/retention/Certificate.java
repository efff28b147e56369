package org.docket.retention;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.docket.vault.SourceDigest;
import org.jspecify.annotations.Nullable;

/**
 * The proof of a disposal. It holds no personal data: what was disposed of is named by its identifier and its hash.
 *
 * @param blob its name in the container {@code custody}
 * @param line which line of that blob it is, from 1; absent if the blob is this certificate alone
 * @param content JSON in one line
 */
public record Certificate(
        UUID recordingId, String blob, @Nullable Integer line, String content) {
    private record Rule(
            String retentionRules,
            @Nullable String category,
            @Nullable Instant dueAt,
            @Nullable Instant dueOtherwise,
            @Nullable Instant countedFrom) {}

    private record Content(
            UUID recordingId,
            String sha256,
            long bytes,
            String blob,
            @Nullable Rule rule,
            String authority,
            Instant condemnedAt,
            Instant confirmedAbsentAt,
            @Nullable Boolean absentBefore,
            @Nullable UUID run) {}

    /**
     * A blob of certificates.
     *
     * @param blob its name in the container {@code custody}
     * @param text one certificate on each line
     */
    public record File(String blob, String text) {}

    static String content(Condemned condemned, Instant confirmedAbsentAt) {
        Condemned.Ground ground = condemned.ground();
        String rules = ground.retentionRules();
        return Json.write(new Content(
                condemned.recordingId(),
                condemned.sha256(),
                condemned.bytes(),
                condemned.blob(),
                rules == null
                        ? null
                        : new Rule(
                                rules, ground.category(), ground.dueAt(), ground.dueOtherwise(), ground.countedFrom()),
                ground.authority(),
                condemned.condemnedAt(),
                confirmedAbsentAt,
                condemned.wasThere() ? null : true,
                ground.run()));
    }

    /** SHA-256 of the content, 64 hexadecimal digits. */
    public String sha256() {
        return SourceDigest.of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** That certificate in the text of its blob; empty if the text has no such line. */
    String in(String text) {
        Integer number = line;
        return number == null
                ? text
                : text.lines().skip(number - 1L).findFirst().orElse("");
    }
}
