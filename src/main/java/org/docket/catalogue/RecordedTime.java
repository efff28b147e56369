package org.docket.catalogue;

import java.time.Instant;
import java.util.Locale;

/** When a recording was made, and who says so. */
public record RecordedTime(Instant at, Source source) {
    /** Who said when it was recorded, most trusted first. */
    public enum Source {
        SIDECAR,
        NAME,
        CONTAINER,
        DOCK,
        ARRIVAL;

        /** As policy and people write it: in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
