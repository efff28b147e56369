package org.docket.enrich;

import org.jspecify.annotations.Nullable;

/** What the roster says of one officer. */
record RosterEntry(
        @Nullable String name,
        @Nullable String unit,
        @Nullable String borough) {}
