package org.docket.enrich;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.intake.Arrival;
import org.docket.intake.Dock;
import org.docket.intake.Sidecar;
import org.docket.intake.Source;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is known of a recording. Where several sources speak of the same thing, the sidecar comes first, then the name,
 * then the container: the sidecar and the name were written by the station that knows who wore the camera.
 */
public final class Enrichment {
    /** Before this, no body-worn camera recorded anything: a clock that says so was never set. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** How far a camera's clock may run ahead of ours and still be believed. */
    private static final Duration AHEAD = Duration.ofHours(24);

    private static final IncidentMatch NAMED = new IncidentMatch(IncidentMatch.How.NAMED, null, null, null, null, 0);

    private final ContainerReader container;
    private final UnaryOperator<Officer> roster;

    /**
     * Puts together what these say.
     *
     * @param roster completes an officer with what the force knows of him
     */
    public Enrichment(ContainerReader container, UnaryOperator<Officer> roster) {
        this.container = container;
        this.roster = roster;
    }

    /**
     * The facts of a recording.
     *
     * @throws IOException if the source cannot be opened; it stays where it is
     */
    public Facts facts(Arrival.Taken taken) throws IOException {
        Source source = taken.source();
        Dock dock = source.dock();
        ContainerReader.Reading reading = container.read(source.path());
        Media media = reading.media();
        @Nullable Sidecar sidecar = taken.sidecar().orElse(null);
        Optional<NameFacts> name = NameFacts.read(dock, source.name());
        List<String> ofSidecar = problems(sidecar);
        List<String> problems = new ArrayList<>(reading.problems());
        problems.addAll(ofSidecar);
        RecordedTime recorded = recorded(taken, sidecar, name, media, problems);
        return new Facts(
                dock.id(),
                dock.station(),
                dock.borough(),
                source.name(),
                source.bytes(),
                taken.receivedAt(),
                recorded,
                sidecar == null ? null : sidecar.endedAt(),
                sidecar == null ? null : sidecar.sourceId(),
                Optional.ofNullable(officer(sidecar, name)).map(roster).orElse(null),
                camera(sidecar, name, media),
                sidecar == null ? null : sidecar.incident(),
                sidecar == null ? List.of() : sidecar.tags(),
                location(sidecar, media),
                sidecar == null ? null : sidecar.notes(),
                media,
                problems,
                ofSidecar,
                sidecar == null || sidecar.incident() == null ? null : NAMED);
    }

    private static List<String> problems(@Nullable Sidecar sidecar) {
        if (sidecar == null) {
            return List.of();
        }
        List<String> problems = new ArrayList<>(sidecar.problems());
        unusualDecision(sidecar).ifPresent(problems::add);
        return problems;
    }

    private static Optional<String> unusualDecision(Sidecar sidecar) {
        String decision = sidecar.decision();
        return decision == null || decision.equals("retain")
                ? Optional.empty()
                : Optional.of("the sidecar's decision '" + decision + "' was not taken: a sidecar can only say retain");
    }

    private static RecordedTime recorded(
            Arrival.Taken taken,
            @Nullable Sidecar sidecar,
            Optional<NameFacts> name,
            Media media,
            List<String> problems) {
        Instant latest = taken.receivedAt().plus(AHEAD);
        List<RecordedTime> candidates = new ArrayList<>();
        add(candidates, sidecar == null ? null : sidecar.startedAt(), RecordedTime.Source.SIDECAR);
        add(candidates, name.map(NameFacts::startedAt).orElse(null), RecordedTime.Source.NAME);
        add(candidates, media.createdAt(), RecordedTime.Source.CONTAINER);
        add(candidates, taken.source().modifiedAt(), RecordedTime.Source.DOCK);
        for (RecordedTime candidate : candidates) {
            if (!candidate.at().isBefore(EARLIEST) && !candidate.at().isAfter(latest)) {
                return candidate;
            }
            // What the container or the disk says is often wrong and says nothing about the recording; the station
            // should know.
            if (candidate.source() == RecordedTime.Source.SIDECAR || candidate.source() == RecordedTime.Source.NAME) {
                problems.add("the time of recording " + candidate.at() + " ("
                        + candidate.source().word() + ") cannot be right");
            }
        }
        return new RecordedTime(taken.receivedAt(), RecordedTime.Source.ARRIVAL);
    }

    private static void add(List<RecordedTime> candidates, @Nullable Instant at, RecordedTime.Source source) {
        if (at != null) {
            candidates.add(new RecordedTime(at, source));
        }
    }

    private static @Nullable Officer officer(@Nullable Sidecar sidecar, Optional<NameFacts> name) {
        if (sidecar != null && sidecar.officer() != null) {
            return sidecar.officer();
        }
        return name.map(NameFacts::officer)
                .map(id -> new Officer(id, null, null, null))
                .orElse(null);
    }

    private static @Nullable Camera camera(@Nullable Sidecar sidecar, Optional<NameFacts> name, Media media) {
        @Nullable Camera said = sidecar == null ? null : sidecar.camera();
        @Nullable String named = name.map(NameFacts::camera).orElse(null);
        Camera camera = new Camera(
                first(said == null ? null : said.serial(), named, media.serial()),
                first(said == null ? null : said.make(), media.make()),
                first(said == null ? null : said.model(), media.model()),
                first(said == null ? null : said.firmware(), media.firmware()));
        return camera.equals(new Camera(null, null, null, null)) ? null : camera;
    }

    private static @Nullable Location location(@Nullable Sidecar sidecar, Media media) {
        return sidecar != null && sidecar.location() != null ? sidecar.location() : media.location();
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }
}
