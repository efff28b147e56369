package org.docket.enrich;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recordings under {@code src/test/resources/footage}, and ways to spoil them. */
final class Footage {
    private Footage() {}

    static Path real(String name) {
        return footage().resolve("real").resolve(name);
    }

    static Path bad(String name) {
        return footage().resolve("bad").resolve(name);
    }

    static List<Path> allBad() {
        try (Stream<Path> recordings = Files.list(footage().resolve("bad"))) {
            return recordings.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Position of the header of the first box of that type; the types used in tests occur nowhere before it. */
    static int indexOfBox(byte[] recording, String type) {
        int code = Box.codeOf(type);
        ByteBuffer bytes = ByteBuffer.wrap(recording);
        for (int i = 4; i + 4 <= recording.length; i++) {
            if (bytes.getInt(i) == code) {
                return i - 4;
            }
        }
        throw new IllegalArgumentException("There is no " + type);
    }

    private static Path footage() {
        try {
            return Path.of(Footage.class.getResource("/footage").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
