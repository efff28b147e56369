package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.MatchedBy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    private static final Instant FROM = Instant.parse("2026-03-14T18:00:00Z");
    private static final MatchedBy RECORDING = new MatchedBy("MP7421", FROM, FROM.plusSeconds(1_000), null);

    private final Scale scale = new Scale(Duration.ofMinutes(5), Duration.ofHours(12));

    @ParameterizedTest(name = "from {0} s to {1} s scores {2}")
    @CsvSource({
        // Seconds after the beginning of a recording of 1,000 seconds.
        "0, 1000, 1.0, 1000, 0",
        "-500, 5000, 1.0, 1000, 0",
        "250, 750, 0.75, 500, 0",
        "900, 2000, 0.55, 100, 0",
        "1000, 2000, 0.5, 0, 0",
        "1030, 2000, 0.45, 0, 30",
        "1300, 2000, 0.0, 0, 300",
        "-2000, -150, 0.25, 0, 150",
        "400, , 0.8, 600, 0",
    })
    void scoresOverlapAboveNearness(long from, @Nullable Long to, double score, long overlap, long gap) {
        Scale.Weighed weighed = scale.weigh(
                RECORDING,
                null,
                new KnownIncident(
                        "CAD 1", "fight", FROM.plusSeconds(from), to == null ? null : FROM.plusSeconds(to), null));

        assertThat(weighed.score()).isEqualTo(score);
        assertThat(weighed.overlapSeconds()).isEqualTo(overlap);
        assertThat(weighed.gapSeconds()).isEqualTo(gap);
        assertThat(weighed.distanceMetres()).isNull();
    }

    @Test
    void aRecordingOfWhichOnlyTheBeginningIsKnownLiesWithinWhatItTouches() {
        MatchedBy instant = new MatchedBy("MP7421", FROM, FROM, null);

        assertThat(scale.weigh(instant, null, new KnownIncident("CAD 1", "fight", FROM, FROM, null))
                        .score())
                .isEqualTo(1);
    }

    @Test
    void withoutABufferWhatOnlyComesNearDoesNotScore() {
        Scale strict = new Scale(Duration.ZERO, Duration.ofHours(12));
        KnownIncident later = new KnownIncident("CAD 1", "fight", FROM.plusSeconds(1_001), null, null);

        assertThat(strict.weigh(RECORDING, null, later).score()).isZero();
        assertThat(strict.highest(RECORDING)).isEqualTo(RECORDING.until());
    }

    @ParameterizedTest(name = "{0} at {1} m: {2}")
    @CsvSource(
            nullValues = "?",
            value = {
                "0.9, ?, true",
                "0.9 0.7, ? ?, true",
                "0.9 0.701, ? ?, false",
                "0.9 0.9, 100 300, true",
                "0.9 0.9, 100 299, false",
                "0.9 0.9, 300 599, false",
                "0.9 0.9, 300 600, true",
                // A place decides only among those that fit about as well, and only if it is known of all of them.
                "0.9 0.2, 9000 1, true",
                "0.9 0.9 0.9, 1 5000 ?, false",
                "0.75 0.9, 100 4000, true",
            })
    void choosesOnlyWhatIsClearlyBest(String scores, @Nullable String metres, boolean chosen) {
        String[] all = scores.split(" ", -1);
        String[] places = metres == null ? new String[] {"?"} : metres.split(" ", -1);
        List<Scale.Weighed> weighed = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            weighed.add(new Scale.Weighed(
                    new KnownIncident("CAD " + i, "fight", FROM, null, null),
                    Double.parseDouble(all[i]),
                    0,
                    0,
                    places[i].equals("?") ? null : Long.valueOf(places[i])));
        }

        assertThat(Scale.choose(weighed).map(best -> best.incident().reference()))
                .isEqualTo(chosen ? Optional.of("CAD 0") : Optional.empty());
    }

    @Test
    void choosesNothingFromNothing() {
        assertThat(Scale.choose(List.of())).isEmpty();
    }
}
