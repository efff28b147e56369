package org.docket.dialect;

import java.time.Instant;
import java.util.List;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar says. What it does not say is absent.
 *
 * @param decision as written, or as the dialect's values translate it
 * @param sha256 what it says that the recording's hash is, in lower case
 * @param problems what could not be read: each goes on after the words "the sidecar" and its name
 */
public record Reading(
        @Nullable String sourceId,
        @Nullable Camera camera,
        @Nullable Officer officer,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<String> tags,
        @Nullable String incident,
        @Nullable String decision,
        @Nullable Location location,
        @Nullable String sha256,
        @Nullable String notes,
        List<String> problems) {

    /** Of a sidecar that says nothing that could be read. */
    public static Reading nothing(String problem) {
        return new Reading(null, null, null, null, null, List.of(), null, null, null, null, null, List.of(problem));
    }
}
