package org.docket.enrich;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.dialect.Excerpt;
import org.docket.intake.Arrival;
import org.docket.intake.Dock;
import org.docket.intake.Sidecar;
import org.docket.intake.Source;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is known of a recording. Where several sources speak of the same thing, the sidecar comes first, then
 * the name, then the container: the sidecar and the name were written by the station that knows who wore the camera. About
 * times, {@link RecordedTimes} has the last word.
 */
public final class Enrichment {
    private static final Set<String> DECISIONS = Set.of("retain", "delete");

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
        ContainerReader.Reading reading =
                container.read(source.path(), source.dock().zone());
        Seen seen = new Seen(
                source.name(),
                source.bytes(),
                taken.receivedAt(),
                reading.media(),
                reading.problems(),
                source.modifiedAt());
        return facts(seen, source.dock(), taken.sidecar().orElse(null));
    }

    /**
     * The facts of a deposited recording when its dock has written another sidecar, which counts in place of any earlier one.
     *
     * @param modifiedAt of the source, when it was presented
     */
    public Facts again(Facts before, Dock dock, Sidecar sidecar, Instant modifiedAt) {
        List<String> problems = new ArrayList<>(before.problems());
        before.sidecarProblems().forEach(problems::remove);
        Seen seen = new Seen(before.name(), before.bytes(), before.receivedAt(), before.media(), problems, modifiedAt);
        Facts facts = facts(seen, dock, sidecar);
        // What the incidents said of it is asked again because its facts changed; until then it stands.
        boolean stands = sidecar.incident() == null
                && before.match() != null
                && before.match().how() != IncidentMatch.How.NAMED;
        return stands ? facts.withIncident(before.incident(), before.match()) : facts;
    }

    /**
     * What is known of a recording by looking at it.
     *
     * @param modifiedAt of the source
     */
    private record Seen(
            String name, long bytes, Instant receivedAt, Media media, List<String> problems, Instant modifiedAt) {}

    private Facts facts(Seen seen, Dock dock, @Nullable Sidecar sidecar) {
        Media media = seen.media();
        Optional<NameFacts> name = NameFacts.read(dock, seen.name());
        List<String> problems = new ArrayList<>(seen.problems());
        List<String> ofSidecar = problems(sidecar);
        RecordedTime recorded = new RecordedTimes(seen.receivedAt(), dock.zone())
                .said(RecordedTime.Source.SIDECAR, sidecar == null ? null : sidecar.startedAt())
                .said(RecordedTime.Source.NAME, name.map(NameFacts::startedAt).orElse(null))
                .said(RecordedTime.Source.CONTAINER, media.createdAt())
                .said(RecordedTime.Source.DOCK, seen.modifiedAt())
                .choose(ofSidecar, problems);
        problems.addAll(ofSidecar);
        return new Facts(
                dock.id(),
                dock.station(),
                dock.borough(),
                seen.name(),
                seen.bytes(),
                seen.receivedAt(),
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
                problems.stream().distinct().toList(),
                ofSidecar,
                sidecar == null || sidecar.incident() == null ? null : NAMED);
    }

    private static List<String> problems(@Nullable Sidecar sidecar) {
        List<String> problems = new ArrayList<>();
        if (sidecar != null) {
            problems.addAll(sidecar.problems());
            unusualDecision(sidecar).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> unusualDecision(Sidecar sidecar) {
        String decision = sidecar.decision();
        return decision == null || DECISIONS.contains(decision)
                ? Optional.empty()
                : Optional.of("the sidecar's decision '" + Excerpt.of(decision)
                        + "' was not taken: a sidecar can only say retain or delete");
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
