package org.docket.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The recordings under {@code src/test/resources/footage}, and ways to spoil them. */
final class Footage {
    /** Recordings that stand in {@code samples/} already. */
    private static final Map<String, Path> SAMPLES = Map.of(
            "android6-seoul-2.mp4", Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4"),
            "gopro-hero7.mp4", Path.of("samples/brixton-dock-1/MP6038_CAM0093405_20260314T224730.mp4"));

    /** Where all recordings of the reference lie as they were made, on machines that have them. */
    private static final Path ORIGINALS = Path.of(System.getProperty("docket.footage", "../shared/footage"));

    private static final ConcurrentMap<String, Path> UNPACKED = new ConcurrentHashMap<>();

    private Footage() {}

    /** A recording that was made for the tests. */
    static Path made(String name) {
        return footage().resolve("made").resolve(name);
    }

    static Path reference(String name) {
        return footage().resolve("reference").resolve(name);
    }

    /** A recording of the reference, wherever it lies; one that is kept thinned is unpacked first. */
    static Path recording(String name) {
        for (Path path : List.of(real(name), bad(name), SAMPLES.getOrDefault(name, bad(name)))) {
            if (Files.exists(path)) {
                return path;
            }
        }
        return UNPACKED.computeIfAbsent(name, Footage::unpack);
    }

    /** The recording as it was made, where the machine has it. */
    static Optional<Path> original(String name) {
        return Stream.of("real", "bad")
                .map(folder -> ORIGINALS.resolve(folder).resolve(name))
                .filter(Files::exists)
                .findFirst();
    }

    private static Path unpack(String name) {
        Path packed = footage().resolve("thinned").resolve(name + ".gz");
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(packed))) {
            Path folder = Files.createTempDirectory("docket-footage");
            Path recording = folder.resolve(name);
            Files.copy(stream, recording);
            recording.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            return recording;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path real(String name) {
        return footage().resolve("real").resolve(name);
    }

    static Path bad(String name) {
        return footage().resolve("bad").resolve(name);
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
