package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Json;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.vault.ReadLinks.ReadLink;

/** Messages as they are sent, on which transformations are tried before there are any: with everything that can be known, and without. */
final class SampleMessages {
    private static final UUID MESSAGE = UUID.fromString("01958f3e-8c42-7d19-a6f0-5e3c9b7d2148");
    private static final UUID RECORDING = UUID.fromString("01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90");
    private static final String SHA_256 = "9d5ed678fe57bcca610140957afab571f6c7b3d5c6f7b0f0c2d5f7c8a9b1e3d4";
    private static final Instant RECORDED = Instant.parse("2026-03-14T18:15:02Z");
    private static final Instant RECEIVED = Instant.parse("2026-03-14T22:47:31.125Z");
    private static final Instant SENT = Instant.parse("2026-03-14T22:47:33.5Z");
    private static final Instant LATER = Instant.parse("2026-09-14T21:47:33Z");
    private static final String URL = "https://vault.example/recordings/2026/03/14/" + RECORDING + ".mp4";
    private static final ReadLink LINK = new ReadLink(URL + "?sp=r&sig=sample", SENT.plus(Duration.ofHours(1)));

    private SampleMessages() {}

    /** A message of that type. */
    record Sample(String type, ObjectNode event) {}

    /**
     * Two of each type: of a recording of which everything is known, and of one of which nothing is. And what has a link.
     *
     * @param links whether the case system is given links
     */
    static List<Sample> all(boolean links) {
        Recording retained = recording(true, everything());
        Recording released = recording(false, everything());
        Recording bare = recording(true, nothing());
        Recording bareReleased = recording(false, nothing());
        List<Sample> samples = new ArrayList<>(List.of(
                sample(EvidenceMessage.RETAINED, retained),
                sample(EvidenceMessage.RETAINED, bare),
                sample(EvidenceMessage.UPDATED, retained),
                sample(EvidenceMessage.UPDATED, bare),
                sample(EvidenceMessage.RELEASED, released),
                sample(EvidenceMessage.RELEASED, bareReleased),
                sample(EvidenceMessage.DISPOSED, released),
                sample(EvidenceMessage.DISPOSED, bareReleased)));
        if (links) {
            Sample linked = sample(EvidenceMessage.RETAINED, retained);
            EvidenceMessage.addLink(linked.event(), LINK);
            samples.add(linked);
            samples.add(
                    new Sample(LinkMessage.TYPE, LinkMessage.of(MESSAGE, retained, LINK, "sample-request-17", SENT)));
        }
        return samples;
    }

    private static Sample sample(String type, Recording recording) {
        return new Sample(
                type, Json.read(EvidenceMessage.write(MESSAGE, type, recording, URL, SENT), ObjectNode.class));
    }

    private static Recording recording(boolean retained, Facts facts) {
        return Recording.received(RECORDING, facts.dock(), facts.name(), facts.receivedAt())
                .state(RecordingState.DEPOSITED)
                .content(facts.bytes(), SHA_256, "2026/03/14/" + RECORDING + ".mp4")
                .category("use-of-force", List.of("use-of-force", "vehicle-stop"))
                .rule("sample-rule", "4be1d07a92c3")
                .dates(retained, retained ? null : LATER, retained ? LATER : null)
                .depositedAt(SENT)
                .facts(facts)
                .countedFrom(facts.recorded())
                .build();
    }

    private static Facts everything() {
        return new Facts(
                "brixton-dock-1",
                "Brixton",
                "Lambeth",
                "MP7421_CAM0093412_20260314T181502.mp4",
                48_231_907,
                RECEIVED,
                new RecordedTime(RECORDED, RecordedTime.Source.SIDECAR),
                RECORDED.plusSeconds(405),
                "X81-000417",
                new Officer("MP7421", "Inspector Ada Ó Súilleabháin", "Response Team C", "Southwark"),
                new Camera("CAM0093412", "Axon", "Body 3", "1.14.2"),
                "INC-2026-004417",
                List.of("use-of-force", "arrest"),
                new Location(51.4627, -0.1145),
                "Two cameras & a witness.",
                new Media(
                        "video/mp4",
                        405.6,
                        1920,
                        1080,
                        90,
                        "avc1",
                        "mp4a",
                        29.97,
                        RECORDED.plusSeconds(2),
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
