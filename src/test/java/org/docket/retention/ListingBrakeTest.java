package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.docket.retention.ListingBrake.Counts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingBrakeTest {
    private static final Instant NOW = Instant.parse("2026-03-15T02:15:00Z");
    private static final Instant TONIGHT = NOW.minus(Duration.ofHours(2));
    private static final Instant LAST_WEEK = NOW.minus(Duration.ofDays(7));

    @Test
    void aThousandthMayDiffer() {
        assertThat(stops(new Counts(30_000, 29_970, TONIGHT), null)).isEmpty();
        assertThat(stops(new Counts(30_000, 30_030, TONIGHT), null)).isEmpty();
        assertThat(stops(new Counts(30_000, 29_969, TONIGHT), null))
                .containsExactly("30000 recordings must be in the vault, and it listed 29969 at " + TONIGHT);
        assertThat(stops(new Counts(30_000, 30_031, TONIGHT), null)).hasSize(1);
    }

    @Test
    void fewerThanTenMayBeOnTheirWay() {
        assertThat(stops(new Counts(0, 9, TONIGHT), null)).isEmpty();
        assertThat(stops(new Counts(0, 10, TONIGHT), null)).hasSize(1);
    }

    @Test
    void whatIsSmallIsCountedOnTheSpot() {
        assertThat(stops(null, new Counts(300, 300, NOW))).isEmpty();
        assertThat(stops(null, new Counts(300, 290, NOW))).hasSize(1);
        assertThat(stops(new Counts(300, 300, LAST_WEEK), new Counts(301, 301, NOW)))
                .isEmpty();
        // What was wrong last night is right by now.
        assertThat(stops(new Counts(300, 280, TONIGHT), new Counts(300, 300, NOW)))
                .isEmpty();
    }

    @Test
    void whatIsLargeAndWasNotComparedForTooLongStops() {
        assertThat(stops(null, null)).containsExactly("vault and catalogue were never held against each other");
        assertThat(stops(new Counts(30_000, 30_000, LAST_WEEK), null))
                .containsExactly("vault and catalogue were last held against each other at " + LAST_WEEK);
    }

    private static List<String> stops(@Nullable Counts latest, @Nullable Counts now) {
        return new ListingBrake(
                        () -> Optional.ofNullable(latest),
                        most -> Optional.ofNullable(now),
                        BrakeLimits.SHIPPED,
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .stops(PurgeRows.plan(NOW, 4, "4be1d07a92c3")).stream()
                        .peek(stop -> assertThat(stop.kind()).isEqualTo(Stop.Kind.LISTING))
                        .map(Stop::what)
                        .toList();
    }
}
