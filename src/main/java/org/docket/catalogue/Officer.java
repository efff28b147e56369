package org.docket.catalogue;

import org.jspecify.annotations.Nullable;

/** The officer who wore the camera, as the sidecar and the roster say. */
public record Officer(
        String id,
        @Nullable String name,
        @Nullable String unit,
        @Nullable String borough) {}
