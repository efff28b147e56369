package org.docket.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Predicate;

/** Takes a sidecar away that is kept. */
final class Removal {
    private Removal() {}

    /** Whether there is something to take away: the sidecar, or what a run that was cut short has left of it. */
    static boolean isDue(Path sidecar) {
        return isFile(sidecar) || isFile(aside(sidecar));
    }

    /**
     * Takes it away, unless there is more to it than what is kept. It gets another name first, so that nobody can put another one in
     * its place between the look and the deletion. What was cut short is carried on when it is asked for again.
     *
     * @param isKept whether these bytes are kept
     * @return whether it is gone
     */
    static boolean of(Path sidecar, Predicate<byte[]> isKept) throws IOException {
        Path aside = aside(sidecar);
        if (isFile(aside)) {
            finish(sidecar, aside, isKept);
        }
        if (isFile(sidecar)) {
            Files.move(sidecar, aside, StandardCopyOption.ATOMIC_MOVE);
            finish(sidecar, aside, isKept);
        }
        DurableFile.syncFolderOf(sidecar);
        return !isThere(sidecar);
    }

    private static void finish(Path sidecar, Path aside, Predicate<byte[]> isKept) throws IOException {
        if (isKept.test(SidecarReader.bytes(aside))) {
            Files.delete(aside);
        } else if (isThere(sidecar)) {
            // Another one has its name by now, and counts in its place; what is not kept is not deleted.
            Files.move(aside, sidecar.resolveSibling(Names.fileName(aside) + "-" + UUID.randomUUID()));
        } else {
            Files.move(aside, sidecar);
        }
    }

    /** Of a length that every folder allows. */
    private static Path aside(Path sidecar) {
        byte[] name = Names.fileName(sidecar).getBytes(StandardCharsets.UTF_8);
        return sidecar.resolveSibling(".docket-release-" + UUID.nameUUIDFromBytes(name));
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
