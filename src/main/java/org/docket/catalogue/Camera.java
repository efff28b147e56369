package org.docket.catalogue;

import org.jspecify.annotations.Nullable;

/** The camera, as the sidecar, the name or the container says. */
public record Camera(
        @Nullable String serial,
        @Nullable String make,
        @Nullable String model,
        @Nullable String firmware) {}
