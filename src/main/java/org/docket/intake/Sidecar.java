package org.docket.intake;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.docket.dialect.Dialect;
import org.docket.dialect.Excerpt;
import org.docket.dialect.Reading;
import org.docket.retention.Speaker;
import org.docket.retention.Word;
import org.jspecify.annotations.Nullable;

/**
 * What the dock wrote beside a recording. What it does not say is absent; what could not be read is among the problems.
 *
 * @param name of the sidecar, as it was found
 * @param content byte for byte, read-only: part of the evidence
 * @param decision what the officer decided at the dock, as written
 * @param sha256 what the dock says that the recording's hash is, in lower case
 * @param problems each begins with "the sidecar" and its name
 * @param dialect the name of the dialect that it was read in
 */
public record Sidecar(
        String name,
        ByteBuffer content,
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
        List<String> problems,
        String dialect) {

    /** The word of an officer at the dock that a recording is to be kept as evidence. */
    static final String RETAIN = "retain";

    /** The word of an officer at the dock who asks that a recording is deleted before its time. */
    static final String DELETE = "delete";

    /** Whether the officer decided at the dock that the recording is to be kept as evidence. */
    boolean saysRetain() {
        return RETAIN.equals(decision);
    }

    /** Whether the officer wants the recording deleted before its time. */
    boolean saysDelete() {
        return DELETE.equals(decision);
    }

    /** Who decided so, and on what ground. */
    Word word(UUID recordingId, Source source) {
        String by = officer == null ? "dock " + source.dock().id() : officer.id();
        return Word.of(recordingId, Speaker.officer(by), "sidecar " + name);
    }

    /** Whether nothing could be read in it that is known of a recording. */
    boolean saysNothing() {
        return Stream.of(sourceId, camera, officer, startedAt, endedAt, incident, decision, location, sha256, notes)
                        .allMatch(Objects::isNull)
                && tags.isEmpty();
    }

    /** The same with one problem more, which goes on after the name of the sidecar. */
    Sidecar withProblem(String problem) {
        return new Sidecar(
                name,
                content,
                sourceId,
                camera,
                officer,
                startedAt,
                endedAt,
                tags,
                incident,
                decision,
                location,
                sha256,
                notes,
                Stream.concat(problems.stream(), Stream.of("the sidecar " + Excerpt.of(name) + " " + problem))
                        .toList(),
                dialect);
    }

    /**
     * One that was read.
     *
     * @param more problems that are not of its content
     */
    static Sidecar of(String name, ByteBuffer content, Dialect dialect, Reading reading, List<String> more) {
        String begin = "the sidecar " + Excerpt.of(name) + " ";
        return new Sidecar(
                name,
                content.asReadOnlyBuffer(),
                reading.sourceId(),
                reading.camera(),
                reading.officer(),
                reading.startedAt(),
                reading.endedAt(),
                reading.tags(),
                reading.incident(),
                reading.decision(),
                reading.location(),
                reading.sha256(),
                reading.notes(),
                Stream.concat(reading.problems().stream(), more.stream())
                        .map(begin::concat)
                        .toList(),
                dialect.name());
    }

    /**
     * One that says nothing that could be read.
     *
     * @param problem goes on after the name of the sidecar
     */
    static Sidecar unreadable(String name, ByteBuffer content, Dialect dialect, String problem) {
        return of(name, content, dialect, Reading.nothing(problem), List.of());
    }
}
