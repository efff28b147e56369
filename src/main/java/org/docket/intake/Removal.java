package org.docket.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Takes a sidecar away that is kept. It gets another name first, so that nobody can put another one in its place between the look and
 * the deletion. Only one may do that for a sidecar at a time: see {@link SidecarRemovals}.
 */
final class Removal {
    private Removal() {}

    /** Whether there is something to take away: the sidecar, or what a run that was cut short has left of it. */
    static boolean isDue(Path sidecar) {
        return isFile(sidecar) || isBegun(sidecar);
    }

    /** Whether a run was cut short, and left it under its other name. */
    static boolean isBegun(Path sidecar) {
        return isFile(aside(sidecar));
    }

    /**
     * Takes it away, unless there is more to it than what is kept. What was cut short is carried on first.
     *
     * @param isKept whether these bytes are kept
     * @return whether it is gone
     */
    static boolean of(Path sidecar, Predicate<byte[]> isKept) throws IOException {
        carryOn(sidecar, isKept);
        if (isFile(sidecar)) {
            Files.move(sidecar, aside(sidecar), StandardCopyOption.ATOMIC_MOVE);
            finish(sidecar, isKept);
        }
        DurableFile.syncFolderOf(sidecar);
        return !isThere(sidecar);
    }

    /**
     * Ends what was cut short, and leaves alone what lies there under the sidecar's name by now.
     *
     * @param isKept whether these bytes are kept
     */
    static void carryOn(Path sidecar, Predicate<byte[]> isKept) throws IOException {
        if (isBegun(sidecar)) {
            finish(sidecar, isKept);
            DurableFile.syncFolderOf(sidecar);
        }
    }

    private static void finish(Path sidecar, Predicate<byte[]> isKept) throws IOException {
        Path aside = aside(sidecar);
        if (isKept.test(SidecarReader.bytes(aside))) {
            Files.delete(aside);
        } else if (isThere(sidecar)) {
            // Another one has its name by now, and counts in its place; what is not kept is not deleted.
            Files.move(aside, sidecar.resolveSibling(Names.fileName(aside) + "-" + UUID.randomUUID()));
        } else {
            Files.move(aside, sidecar);
        }
    }

    /** Its other name, of a length that every folder allows. */
    static Path aside(Path sidecar) {
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
