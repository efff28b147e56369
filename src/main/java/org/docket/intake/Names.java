package org.docket.intake;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The names that stand in dock folders, and those that Docket makes from them. */
final class Names {
    static final String MARKER = ".done";
    static final String RECEIPT = ".receipt.json";
    static final String REASON = ".reason.json";
    static final List<String> SIDECARS = List.of("json", "xml", "csv");

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Names() {}

    /** The part of the name after the last dot, in lower case; empty if there is none. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/') ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The name without its extension. */
    static String base(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/') ? name : name.substring(0, dot);
    }

    /** Beside the path: the same name with an ending more. */
    static Path beside(Path path, String ending) {
        return path.resolveSibling(fileName(path) + ending);
    }

    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** What Docket or a dock writes beside recordings, and what is hidden or being copied. */
    static boolean isCompanion(String fileName) {
        return fileName.startsWith(".")
                || fileName.endsWith(MARKER)
                || fileName.endsWith(RECEIPT)
                || fileName.endsWith(REASON);
    }

    /** {@code <yyyy>/<mm>/<dd>/<recordingId>.<ext>}: nothing of the name but its ending, so no personal data. */
    static String blob(UUID recordingId, Instant receivedAt, String name) {
        return DAY.format(receivedAt) + "/" + recordingId + "." + extension(name);
    }
}
