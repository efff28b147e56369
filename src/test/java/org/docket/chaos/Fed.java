package org.docket.chaos;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One source that was put into a dock's folder, as the one who put it there remembers it.
 *
 * @param name path below the dock's folder
 * @param sha256 of its content, computed before it was written
 * @param modifiedAt as the folder has it, to the microsecond
 * @param says what the sidecar beside it says; null without one
 */
record Fed(
        FedDock dock,
        String name,
        Path path,
        Content content,
        String sha256,
        long bytes,
        Instant modifiedAt,
        @Nullable Says says) {

    /** What a sidecar says. */
    enum Says {
        /** Nothing that anybody would keep it for. */
        ROUTINE,
        /** That it is evidence of a crime. */
        EVIDENCE,
        /** That an officer wants it kept. */
        RETAIN,
        /** What its SHA-256 is. */
        RIGHT_HASH,
        /** What the SHA-256 of another version is. */
        WRONG_HASH;

        String json(String sha256) {
            return switch (this) {
                case ROUTINE -> "{\"tags\": [\"non-evidential\"]}";
                case EVIDENCE -> "{\"tags\": [\"crime-evidence\"], \"incident\": \"CAD-2026-0316-2094\"}";
                case RETAIN ->
                    "{\"tags\": [\"training\"], \"officer\": {\"id\": \"MP6038\"}, \"decision\": \"retain\"}";
                case RIGHT_HASH -> "{\"sha256\": \"" + sha256 + "\"}";
                case WRONG_HASH -> "{\"sha256\": \"" + Content.sha256(new byte[] {7}) + "\"}";
            };
        }
    }

    /** Whether its content is to be evidence, whoever brings the same content again. */
    boolean isToBeRetained() {
        return says == Says.EVIDENCE || says == Says.RETAIN;
    }

    /** Whether the dock may hold another version than it thinks, and gets no receipt. */
    boolean isWithheld() {
        return says == Says.WRONG_HASH;
    }

    /** Where its receipt is to be. */
    Path receipt() {
        return path.resolveSibling(path.getFileName() + ".receipt.json");
    }

    @Override
    public String toString() {
        return dock.id() + "/" + name + " (" + sha256.substring(0, 12) + ")";
    }
}
