package org.docket.architecture.broken.retention;

import java.time.Instant;

/** No test can advance this time. */
public final class AsksTheWall {
    public boolean isDue(Instant dueAt) {
        return dueAt.isBefore(Instant.now());
    }
}
