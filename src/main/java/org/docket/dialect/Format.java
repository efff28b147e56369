package org.docket.dialect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a sidecar is written in. Its name in lower case is the ending of the sidecar. */
public enum Format {
    JSON,
    XML,
    CSV;

    /** The ending without its dot, in lower case. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format whose sidecars have that ending. */
    public static Optional<Format> of(String extension) {
        return Arrays.stream(values())
                .filter(format -> format.extension().equals(extension))
                .findFirst();
    }

    static List<String> extensions() {
        return Arrays.stream(values()).map(Format::extension).toList();
    }
}
