package org.docket.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.docket.vault.SourceDigest;

/**
 * A sample recording.
 *
 * @param dock the dock that has it
 * @param path where it lies among the samples
 * @param sidecar beside it, if there is one
 * @param sha256 64 hexadecimal digits
 */
record Sample(String dock, String name, Path path, Optional<Path> sidecar, String sha256) {
    private static final String SIDECAR = ".json";

    /** All samples: {@code <folder>/<dock>/<name>}. */
    static List<Sample> in(Path folder) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder, 2)) {
            List<Path> recordings = paths.filter(path -> folder.relativize(path).getNameCount() == 2)
                    .filter(path -> !path.toString().endsWith(SIDECAR))
                    .sorted()
                    .toList();
            for (Path recording : recordings) {
                samples.add(of(folder.relativize(recording), recording));
            }
        }
        return List.copyOf(samples);
    }

    private static Sample of(Path dockAndName, Path recording) throws IOException {
        String name = dockAndName.getName(1).toString();
        Path sidecar = recording.resolveSibling(name.substring(0, name.lastIndexOf('.')) + SIDECAR);
        return new Sample(
                dockAndName.getName(0).toString(),
                name,
                recording,
                Files.exists(sidecar) ? Optional.of(sidecar) : Optional.empty(),
                SourceDigest.of(recording));
    }
}
