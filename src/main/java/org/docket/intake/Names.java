package org.docket.intake;

import java.nio.charset.StandardCharsets;
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
    private static final int LONGEST_EXTENSION = 8;
    static final List<String> SIDECARS = List.of("json", "xml", "csv");

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** No name in a file system has more bytes, and neither has a path as a whole. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_PATH = 4095;

    /** An entry of a B-tree of PostgreSQL takes a third of a page, which is 2,704 bytes; the dock's id is in it as well. */
    private static final int LONGEST_INDEXED = 2_400;

    private Names() {}

    /** Whether no receipt can be written beside it. */
    static boolean isTooLong(Path path) {
        return !hasRoomFor(path, RECEIPT);
    }

    /** Whether it is longer than an entry of a database's index may be. */
    static boolean isTooLongToIndex(String name) {
        return bytes(name) > LONGEST_INDEXED;
    }

    /** Whether there can be a file of the same name with an ending more. */
    static boolean hasRoomFor(Path path, String ending) {
        int more = bytes(ending);
        return bytes(fileName(path)) + more <= LONGEST_NAME && bytes(path.toString()) + more <= LONGEST_PATH;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A name of at most that many bytes: the beginning of a longer one, and its extension if that is a short one. */
    static String shortened(String name, int most) {
        if (bytes(name) <= most) {
            return name;
        }
        String extension = extension(name);
        String ending = extension.isEmpty() || bytes(extension) > LONGEST_EXTENSION ? "" : "." + extension;
        int end = name.length();
        while (bytes(name.substring(0, end)) + bytes(ending) > most
                || Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end) + ending;
    }

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
