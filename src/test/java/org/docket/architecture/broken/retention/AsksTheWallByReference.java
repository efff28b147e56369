package org.docket.architecture.broken.retention;

import java.time.Instant;
import java.util.function.Supplier;

/** The same, a little hidden. */
public final class AsksTheWallByReference {
    public Supplier<Instant> time() {
        return Instant::now;
    }
}
