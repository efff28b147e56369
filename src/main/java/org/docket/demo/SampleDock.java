package org.docket.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.jspecify.annotations.Nullable;

/** Behaves like a docking station: writes recordings into its folder, and reads the receipts. */
final class SampleDock {
    private final Path root;

    /** Docks below that intake root. */
    SampleDock(Path root) {
        this.root = root;
    }

    /** What the demo reads of a receipt. */
    record Receipt(UUID recordingId, @Nullable UUID duplicateOf) {}

    /**
     * Drops a sample: the sidecar first, each under a temporary name until it is whole, and at last the marker. The receipt of an
     * earlier time is taken away before.
     */
    void drop(Sample sample) throws IOException {
        Files.createDirectories(source(sample).getParent());
        Files.deleteIfExists(receiptPath(sample));
        if (sample.sidecar().isPresent()) {
            write(
                    sample.sidecar().get(),
                    source(sample).resolveSibling(fileName(sample.sidecar().get())));
        }
        write(sample.path(), source(sample));
        Files.write(beside(sample, ".done"), new byte[0]);
    }

    private static void write(Path from, Path to) throws IOException {
        Path unfinished = to.resolveSibling("." + fileName(to) + ".part");
        Files.copy(from, unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** The receipt, once it is there. */
    Optional<Receipt> receipt(Sample sample) throws IOException {
        Path path = receiptPath(sample);
        return Files.exists(path) ? Optional.of(Json.read(Files.readString(path), Receipt.class)) : Optional.empty();
    }

    /** Whether the dock's copy has been taken away. */
    boolean isReleased(Sample sample) {
        return !Files.exists(source(sample));
    }

    private Path receiptPath(Sample sample) {
        return beside(sample, ".receipt.json");
    }

    private Path beside(Sample sample, String ending) {
        return source(sample).resolveSibling(sample.name() + ending);
    }

    private Path source(Sample sample) {
        return root.resolve(sample.dock()).resolve(sample.name());
    }
}
