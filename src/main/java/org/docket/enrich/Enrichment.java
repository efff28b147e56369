package org.docket.enrich;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
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
 * Puts together what is known of a recording. Where several sources speak of the same thing, the sidecar comes first, then
 * the name, then the container: the sidecar and the name were written by the station that knows who wore the camera. About
 * times, {@link RecordedTimes} has the last word.
 */
public final class Enrichment {
    private final ContainerReader container;

    public Enrichment(ContainerReader container) {
        this.container = container;
    }

    /**
     * The facts of a recording.
     *
     * @throws IOException if the source cannot be opened; it stays where it is
     */
    public Facts facts(Arrival.Taken taken) throws IOException {
        Source source = taken.source();
        Dock dock = source.dock();
        ContainerReader.Reading reading = container.read(source.path(), dock.zone());
        Media media = reading.media();
        @Nullable Sidecar sidecar = taken.sidecar().orElse(null);
        Optional<NameFacts> name = NameFacts.read(dock, source.name());
        List<String> problems = new ArrayList<>(reading.problems());
        if (sidecar != null) {
            problems.addAll(sidecar.problems());
            unusualDecision(sidecar).ifPresent(problems::add);
        }
        RecordedTime recorded = new RecordedTimes(taken.receivedAt(), dock.zone())
                .said(RecordedTime.Source.SIDECAR, sidecar == null ? null : sidecar.startedAt())
                .said(RecordedTime.Source.NAME, name.map(NameFacts::startedAt).orElse(null))
                .said(RecordedTime.Source.CONTAINER, media.createdAt())
                .said(RecordedTime.Source.DOCK, source.modifiedAt())
                .choose(problems);
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
                officer(sidecar, name),
                camera(sidecar, name, media),
                sidecar == null ? null : sidecar.incident(),
                sidecar == null ? List.of() : sidecar.tags(),
                location(sidecar, media),
                sidecar == null ? null : sidecar.notes(),
                media,
                problems);
    }

    private static Optional<String> unusualDecision(Sidecar sidecar) {
        String decision = sidecar.decision();
        return decision == null || decision.equals("retain")
                ? Optional.empty()
                : Optional.of("the sidecar's decision '" + decision + "' was not taken: a sidecar can only say retain");
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
