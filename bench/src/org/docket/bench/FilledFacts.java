package org.docket.bench;

import java.time.Instant;
import java.util.List;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.jspecify.annotations.Nullable;

/** What is known of recordings that fill a catalogue: those of a whole force. */
final class FilledFacts {
    static final int CAMERAS = 22_000;
    private static final int DOCKS = 400;

    private FilledFacts() {}

    /** Of a recording that is of no known incident, and whole. */
    static Facts of(int number, Instant received, List<String> tags) {
        return of(number, received, tags, null, List.of());
    }

    static Facts of(int number, Instant received, List<String> tags, @Nullable String incident, List<String> problems) {
        int camera = number % CAMERAS;
        Instant recorded = received.minusSeconds(7_200);
        return new Facts(
                "dock-" + camera % DOCKS,
                "Brixton",
                "Lambeth",
                "shift-2/MP" + camera + "_CAM" + camera + "_20260314T181502-" + number + ".mp4",
                48_000_000L + number,
                received,
                new RecordedTime(recorded, RecordedTime.Source.SIDECAR),
                recorded.plusSeconds(405),
                "X81-" + number,
                new Officer("MP" + camera, "A. Name", "Response Team C", "Southwark"),
                new Camera("CAM" + camera, "Axon", "Body 3", "1.14.2"),
                incident,
                tags,
                null,
                null,
                new Media(
                        "video/mp4",
                        405.6,
                        1920,
                        1080,
                        90,
                        "avc1",
                        "mp4a",
                        29.97,
                        recorded,
                        null,
                        "Axon Enterprise",
                        "Body 3 (AX1023)",
                        "X60A" + camera,
                        "v1.14"),
                problems,
                List.of(),
                null);
    }
}
