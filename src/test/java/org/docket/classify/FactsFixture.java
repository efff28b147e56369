package org.docket.classify;

import java.time.Instant;
import java.util.List;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.jspecify.annotations.Nullable;

/** Facts of recordings, with every value different from every other. */
final class FactsFixture {
    private FactsFixture() {}

    static Facts complete() {
        return new Facts(
                "brixton-dock-1",
                "Brixton",
                "Lambeth",
                "monday/a.mp4",
                4_200L,
                Instant.parse("2026-05-04T10:00:00Z"),
                new RecordedTime(Instant.parse("2026-05-04T07:30:00Z"), RecordedTime.Source.NAME),
                Instant.parse("2026-05-04T07:45:00Z"),
                "src-9",
                new Officer("PC1", "A. Name", "Response", "Southwark"),
                new Camera("SER-1", "Maker", "M2", "1.4"),
                "INC/7",
                List.of("Stop and Search", "TASER_drawn", "stop_and-search"),
                new Location(51.5, -0.25),
                "a note",
                new Media(
                        "video/mp4",
                        61.5,
                        1920,
                        1080,
                        90,
                        "avc1",
                        "mp4a",
                        29.97,
                        Instant.parse("2026-05-04T07:31:00Z"),
                        new Location(51.25, -0.125),
                        "Chip",
                        "C3",
                        "CH-8",
                        "2.0"),
                List.of("The sidecar's end is before its start."),
                List.of(),
                null);
    }

    /** Only what is always there. */
    static Facts bare() {
        return marked(null, List.of(), Media.unreadable(null), List.of());
    }

    static Facts tagged(String... tags) {
        return marked(null, List.of(tags), Media.unreadable("video/quicktime"), List.of());
    }

    /** Only what is always there, and a sidecar of which that is wrong. */
    static Facts sidecarWrong(String problem, String... tags) {
        return marked(null, List.of(tags), Media.unreadable("video/quicktime"), List.of(problem), List.of(problem));
    }

    static Facts marked(@Nullable String incident, List<String> tags, Media media, List<String> problems) {
        return marked(incident, tags, media, problems, List.of());
    }

    private static Facts marked(
            @Nullable String incident,
            List<String> tags,
            Media media,
            List<String> problems,
            List<String> sidecarProblems) {
        return new Facts(
                "croydon-dock-2",
                null,
                null,
                "b.mov",
                77L,
                Instant.parse("2026-08-09T12:00:00Z"),
                new RecordedTime(Instant.parse("2026-08-09T11:00:00Z"), RecordedTime.Source.ARRIVAL),
                null,
                null,
                null,
                null,
                incident,
                tags,
                null,
                null,
                media,
                problems,
                sidecarProblems,
                null);
    }
}
