package org.docket.bench;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.docket.vault.SourceDigest;

/** A sink that says it holds the blobs of that many recordings: {@link #name} and {@link #sha256} say of which. */
final class FilledSink {
    static final long BYTES = 48_000_000;
    private static final int A_DAY = 13_700;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT);

    private FilledSink() {}

    static UUID id(int number) {
        return new UUID(0x0197a00000007000L + ((long) number << 16), 0x8000000000000000L + number);
    }

    static String name(int number) {
        return DAY.format(FIRST_DAY.plusDays(number / A_DAY)) + "/" + id(number) + ".mp4";
    }

    static String sha256(int number) {
        return SourceDigest.of(id(number).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Runs until it is ended: {@code NUMBER}. */
    public static void main(String[] arguments) throws Exception {
        BlobSink sink = BlobSink.start(0, false, false);
        sink.fill("recordings", Map.of());
        sink.fill("custody", Map.of());
        Map<String, SinkBlob> blobs = new HashMap<>();
        for (int number = 1; number <= Integer.parseInt(arguments[0]); number++) {
            blobs.put(name(number), blob(number));
            if (blobs.size() == 1_000) {
                sink.fill("recordings", blobs);
                blobs.clear();
            }
        }
        sink.fill("recordings", blobs);
        System.out.println(BlobSink.LISTENING + sink.port());
        Thread.currentThread().join();
    }

    private static SinkBlob blob(int number) {
        Map<String, String> headers = Map.of(
                "x-ms-meta-docketid",
                id(number).toString(),
                "x-ms-meta-sha256",
                sha256(number),
                "x-ms-meta-dock",
                "brixton-dock-1",
                "Content-Type",
                "video/mp4");
        return new SinkBlob(BYTES, Map.of(), headers, "\"0x1\"", "Thu, 01 Jan 2026 00:00:00 GMT", null);
    }
}
