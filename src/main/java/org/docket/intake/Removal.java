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

    /**
     * Takes it away, unless there is more to it than what is kept. It gets another name first, so that nobody can put another one in
     * its place between the look and the deletion.
     *
     * @param isKept whether these bytes are kept
     * @return whether it is gone
     */
    static boolean of(Path sidecar, Predicate<byte[]> isKept) throws IOException {
        // Of a length that every folder allows.
        byte[] name = Names.fileName(sidecar).getBytes(StandardCharsets.UTF_8);
        Path aside = sidecar.resolveSibling(".docket-release-" + UUID.nameUUIDFromBytes(name));
        if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(sidecar, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        if (isKept.test(SidecarReader.bytes(aside))) {
            Files.delete(aside);
        } else if (Files.exists(sidecar, LinkOption.NOFOLLOW_LINKS)) {
            // Another one has its name by now, and counts in its place; what is not kept is not deleted.
            Files.move(aside, sidecar.resolveSibling(Names.fileName(aside) + ".kept"));
        } else {
            Files.move(aside, sidecar);
        }
        DurableFile.syncFolderOf(sidecar);
        return !Files.exists(sidecar, LinkOption.NOFOLLOW_LINKS);
    }
}
