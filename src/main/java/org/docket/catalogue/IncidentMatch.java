package org.docket.catalogue;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a recording was found to belong to its incident.
 *
 * @param how who says so
 * @param type of the incident, as the control room calls it; absent if the incident is not known, or not which one it is
 * @param from when the incident began
 * @param to when it ended; absent while it goes on
 * @param location where it was
 * @param candidates how many incidents fit by officer and time
 */
public record IncidentMatch(
        How how,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Location location,
        int candidates) {
    /** Who says which incident it is. */
    public enum How {
        /** The dock or a person named it. */
        NAMED,
        /** The officer was at it while the recording was made. */
        MATCHED,
        /** Several fit, and none clearly better than the others: a person has to say. */
        AMBIGUOUS;

        /** As policy and people write it: in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
