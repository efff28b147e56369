package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.dialect.Dialect;
import org.docket.intake.Arrival;
import org.docket.intake.Dock;
import org.docket.intake.Release;
import org.docket.intake.Sidecar;
import org.docket.intake.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is believed about what, on a real recording whose container says 2019, Seoul and Android. */
class EnrichmentTest {
    private static final Path RECORDING = Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4");
    private static final String NAMED = "MP7421_CAM0093412_20260314T181502.mp4";
    private static final Instant RECEIVED = Instant.parse("2026-03-15T07:10:00Z");
    private static final Instant MODIFIED = Instant.parse("2026-03-15T06:59:00Z");
    private static final Dock DOCK = new Dock(
            "north-3",
            true,
            "Barnet",
            "Barnet",
            new Location(51.65, -0.2),
            ZoneId.of("Europe/London"),
            Pattern.compile("(?<officer>[^_]+)_(?<camera>[^_]+)_(?<startedAt>\\d{8}T\\d{6})"),
            new Release.Leave(),
            false,
            Dialect.DOCKET,
            Duration.ZERO);

    private final Enrichment enrichment =
            new Enrichment(new ContainerReader(Clock.fixed(RECEIVED, ZoneOffset.UTC)), UnaryOperator.identity());

    @Test
    void readsTheNameWhereThereIsNoSidecar() throws Exception {
        Facts facts = facts(NAMED, null);

        assertThat(facts.officer()).isEqualTo(new Officer("MP7421", null, null, null));
        assertThat(facts.camera()).isEqualTo(new Camera("CAM0093412", null, null, "Android 6.0.1"));
        assertThat(facts.recorded())
                .isEqualTo(new RecordedTime(Instant.parse("2026-03-14T18:15:02Z"), RecordedTime.Source.NAME));
        assertThat(facts.location()).isEqualTo(new Location(37.5002, 127.0362));
        assertThat(facts.borough()).isEqualTo("Barnet");
        assertThat(facts.problems()).isEmpty();
    }

    @Test
    void believesTheSidecarBeforeTheNameAndTheNameBeforeTheContainer() throws Exception {
        Instant said = Instant.parse("2026-03-14T18:16:40Z");
        Facts facts = facts(NAMED, sidecar(said, "retain"));

        assertThat(facts.officer()).isEqualTo(new Officer("MP2004", "R. Okafor", null, null));
        assertThat(facts.camera()).isEqualTo(new Camera("CAM0093412", "Northlight", null, "Android 6.0.1"));
        assertThat(facts.recorded()).isEqualTo(new RecordedTime(said, RecordedTime.Source.SIDECAR));
        assertThat(facts.location()).isEqualTo(new Location(51.4, -0.1));
        assertThat(facts.problems()).isEmpty();
    }

    @Test
    void takesTheContainersTimeWhereTheNameSaysNone() throws Exception {
        assertThat(facts("MOV_0017.mp4", null).recorded())
                .isEqualTo(new RecordedTime(Instant.parse("2019-08-29T00:02:34Z"), RecordedTime.Source.CONTAINER));
    }

    @Test
    void doesNotBelieveATimeThatIsYetToComeOrFromBeforeThereWereCameras() throws Exception {
        for (String absurd : List.of("2026-03-17T00:00:00Z", "1970-01-01T00:00:00Z", "+42603-01-01T00:00:00Z")) {
            Facts facts = facts(NAMED, sidecar(Instant.parse(absurd), "retain"));
            assertThat(facts.recorded().source()).isEqualTo(RecordedTime.Source.NAME);
            assertThat(facts.problems()).hasSize(1).first().asString().contains("(sidecar) cannot be right");
        }
    }

    @Test
    void saysWhenADecisionOfTheSidecarIsNotTaken() throws Exception {
        assertThat(facts(NAMED, sidecar(MODIFIED, "shred")).problems())
                .containsExactly(
                        "the sidecar's decision 'shred' was not taken: a sidecar can only say retain or delete");
    }

    private Facts facts(String name, @Nullable Sidecar sidecar) throws Exception {
        Source source = new Source(DOCK, name, RECORDING, Files.size(RECORDING), MODIFIED);
        return enrichment.facts(
                new Arrival.Taken(UUID.randomUUID(), 17, source, RECEIVED, Optional.ofNullable(sidecar), false));
    }

    private static Sidecar sidecar(Instant startedAt, String decision) {
        return new Sidecar(
                "x.json",
                ByteBuffer.allocate(0),
                "K-9",
                new Camera(null, "Northlight", null, null),
                new Officer("MP2004", "R. Okafor", null, null),
                startedAt,
                null,
                List.of(),
                null,
                decision,
                new Location(51.4, -0.1),
                null,
                null,
                List.of(),
                "docket");
    }
}
