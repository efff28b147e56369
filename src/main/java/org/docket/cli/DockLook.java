package org.docket.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.docket.configuration.Settings;
import org.docket.intake.IntakeConfiguration;
import org.docket.intake.LiveFolder;

/**
 * What lies in the folder of a dock.
 *
 * @param waiting how many recordings lie there without a receipt
 */
record DockLook(String id, String folder, long waiting) {
    private static final String RECEIPT = ".receipt.json";

    static DockLook at(String dock, Settings settings) throws IOException {
        IntakeConfiguration intake = settings.read(IntakeConfiguration.class);
        Path folder = intake.root().resolve(dock);
        Set<String> extensions = intake.recordingExtensions();
        long waiting = LiveFolder.files(folder).stream()
                .filter(path -> waits(path, extensions))
                .count();
        return new DockLook(dock, folder.toString(), waiting);
    }

    private static boolean waits(Path path, Set<String> extensions) {
        String name = String.valueOf(path.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && extensions.contains(extension)
                && !Files.exists(path.resolveSibling(name + RECEIPT), LinkOption.NOFOLLOW_LINKS);
    }
}
