package org.docket.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a recording when policy looks at it. Absent facts are null, never guesses.
 *
 * @param dock the id of the dock that presented it
 * @param station the dock's station, from {@code docks.yaml}
 * @param borough the dock's borough, from {@code docks.yaml}
 * @param name path below the dock's folder, with forward slashes
 * @param bytes length of the recording
 * @param receivedAt when intake took it in
 * @param recorded when it was made, and who says so
 * @param endedAt when it ended, as the sidecar says
 * @param sourceId the id that the dock's own system gave it
 * @param incident reference of the incident it belongs to
 * @param tags what the officer or the dock marked it with, as written
 * @param location where it was made: the sidecar's word, else the container's
 * @param media what the container says
 * @param problems what could not be read or did not fit, one sentence each
 * @param sidecarProblems those of the problems that the sidecar has: they go when a better one comes
 * @param match how it was found to belong to its incident, or that it may belong to one of several; absent if nothing is known of
 *     incidents
 */
public record Facts(
        String dock,
        @Nullable String station,
        @Nullable String borough,
        String name,
        long bytes,
        Instant receivedAt,
        RecordedTime recorded,
        @Nullable Instant endedAt,
        @Nullable String sourceId,
        @Nullable Officer officer,
        @Nullable Camera camera,
        @Nullable String incident,
        List<String> tags,
        @Nullable Location location,
        @Nullable String notes,
        Media media,
        List<String> problems,
        List<String> sidecarProblems,
        @Nullable IncidentMatch match) {

    public Facts {
        tags = List.copyOf(tags);
        problems = List.copyOf(problems);
        // Facts that were written before these were told apart have none.
        sidecarProblems = Objects.requireNonNullElse(sidecarProblems, List.of());
    }

    /** MIME type under which the vault keeps it. */
    public String contentType() {
        String container = media.container();
        return container == null ? "application/octet-stream" : container;
    }

    /** The same facts with other problems. */
    public Facts withProblems(List<String> others) {
        return with(incident, others, sidecarProblems, match);
    }

    /** The same facts with more problems that a sidecar has. */
    public Facts withSidecarProblems(List<String> more) {
        return with(incident, joined(problems, more), joined(sidecarProblems, more), match);
    }

    /** The same facts with another incident, or with none. */
    public Facts withIncident(@Nullable String reference, @Nullable IncidentMatch how) {
        return with(reference, problems, sidecarProblems, how);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }

    private Facts with(
            @Nullable String otherIncident,
            List<String> otherProblems,
            List<String> otherSidecarProblems,
            @Nullable IncidentMatch otherMatch) {
        return new Facts(
                dock,
                station,
                borough,
                name,
                bytes,
                receivedAt,
                recorded,
                endedAt,
                sourceId,
                officer,
                camera,
                otherIncident,
                tags,
                location,
                notes,
                media,
                otherProblems,
                otherSidecarProblems,
                otherMatch);
    }
}
