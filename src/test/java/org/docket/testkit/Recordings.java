package org.docket.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Handle;

/** Recordings as the catalogue has them after their deposit. */
public final class Recordings {
    private static final Instant RECEIVED = Instant.parse("2026-03-14T22:47:31.125Z");
    private static final Instant DEPOSITED = Instant.parse("2026-03-14T22:47:33.5Z");
    private static final Instant REVIEW = Instant.parse("2026-09-14T21:47:33Z");
    private static final Instant DUE = Instant.parse("2026-04-14T21:47:31Z");
    private static final long BYTES = 48_231_907;

    private Recordings() {}

    /** Gives it a row as intake does, before its deposit. */
    public static void receive(Handle handle, Catalogue catalogue, Recording recording) {
        catalogue.receive(
                handle,
                List.of(new Catalogue.Reception(
                        recording.id(),
                        recording.dock(),
                        recording.name(),
                        recording.bytes(),
                        recording.id().getLeastSignificantBits(),
                        recording.receivedAt())));
    }

    /** Gives it a row as it is after its deposit. */
    public static void deposit(Handle handle, Catalogue catalogue, Recording recording) {
        receive(handle, catalogue, recording);
        catalogue.deposited(handle, List.of(recording));
    }

    /** A retained one of which everything is known. Its content is its own: no other id has the same hash. */
    public static Recording retained(UUID id) {
        return recording(id, "use-of-force", true, everything());
    }

    /** An unretained one of which nothing is known but that it arrived. */
    public static Recording unretained(UUID id) {
        return recording(id, "unclassified", false, nothing());
    }

    /** An unretained one with these facts. */
    public static Recording unretained(UUID id, Facts facts) {
        return recording(id, "unclassified", false, facts);
    }

    private static Recording recording(UUID id, String category, boolean retained, Facts facts) {
        return Recording.received(id, facts.dock(), facts.name(), facts.receivedAt())
                .state(RecordingState.DEPOSITED)
                .content(
                        facts.bytes(),
                        SourceDigest.of(id.toString().getBytes(StandardCharsets.UTF_8)),
                        "2026/03/14/" + id + ".mp4")
                .category(category, List.of(category))
                .rule(category + "-rule", "4be1d07a92c3")
                .dates(retained, retained ? null : DUE, retained ? REVIEW : null)
                .depositedAt(DEPOSITED)
                .facts(facts)
                .countedFrom(facts.recorded())
                .build();
    }

    private static Facts everything() {
        return new Facts(
                "brixton-dock-1",
                "Brixton",
                "Lambeth",
                "shift-2/MP7421_CAM0093412_20260314T181502.mp4",
                BYTES,
                RECEIVED,
                new RecordedTime(Instant.parse("2026-03-14T18:15:02Z"), RecordedTime.Source.SIDECAR),
                Instant.parse("2026-03-14T18:21:47Z"),
                "X81-000417",
                new Officer("MP7421", "Inspector Ada Ó Súilleabháin", "Response Team C", "Southwark"),
                new Camera("CAM0093412", "Axon", "Body 3", "1.14.2"),
                "INC-2026-004417",
                List.of("use-of-force", "arrest"),
                new Location(51.4627, -0.1145),
                "Two cameras at the scene.",
                new Media(
                        "video/mp4",
                        405.6,
                        1920,
                        1080,
                        90,
                        "avc1",
                        "mp4a",
                        29.97,
                        Instant.parse("2026-03-14T18:15:04Z"),
                        new Location(51.4631, -0.1152),
                        "Axon Enterprise",
                        "Body 3 (AX1023)",
                        "X60A12345",
                        "v1.14"),
                List.of("the sidecar's endedAt is after the arrival"),
                List.of(),
                null);
    }

    private static Facts nothing() {
        return new Facts(
                "croydon-dock-2",
                null,
                null,
                "X81-000438.3gp",
                731,
                RECEIVED,
                new RecordedTime(RECEIVED, RecordedTime.Source.ARRIVAL),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                Media.unreadable(null),
                List.of(),
                List.of(),
                null);
    }
}
