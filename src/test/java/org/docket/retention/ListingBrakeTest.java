package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.retention.ListingBrake.Counts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingBrakeTest {
    private static final Instant NOW = Instant.parse("2026-03-15T02:15:00Z");
    private static final Instant TONIGHT = NOW.minus(Duration.ofHours(2));
    private static final Instant LAST_WEEK = NOW.minus(Duration.ofDays(7));
    private static final Clock FIXED = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void aThousandthMayDiffer() {
        assertThat(stops(new Counts(30_000, 30, TONIGHT), null)).isEmpty();
        assertThat(stops(new Counts(30_000, 31, TONIGHT), null))
                .containsExactly(
                        "of 30000 recordings that must be in the vault, and of its blobs, 31 do not fit, compared at "
                                + TONIGHT);
    }

    @Test
    void fewerThanTenHaveNoCommonCause() {
        assertThat(stops(new Counts(0, 9, TONIGHT), null)).isEmpty();
        assertThat(stops(new Counts(0, 10, TONIGHT), null)).hasSize(1);
    }

    @Test
    void whatIsSmallIsComparedOnTheSpot() {
        assertThat(stops(null, new Counts(300, 0, NOW))).isEmpty();
        assertThat(stops(null, new Counts(300, 10, NOW))).hasSize(1);
        assertThat(stops(new Counts(300, 0, LAST_WEEK), new Counts(301, 0, NOW)))
                .isEmpty();
        // What was wrong last night is right by now.
        assertThat(stops(new Counts(300, 20, TONIGHT), new Counts(300, 0, NOW))).isEmpty();
    }

    @Test
    void whatIsLargeAndWasNotComparedForTooLongStops() {
        assertThat(stops(null, null)).containsExactly("vault and catalogue were never held against each other");
        assertThat(stops(new Counts(30_000, 0, LAST_WEEK), null))
                .containsExactly("vault and catalogue were last held against each other at " + LAST_WEEK);
    }

    @Test
    void whoeverReleasesARunThatWasNotComparedForTooLongIsToldWhatWasWrongThen() {
        assertThat(stops(new Counts(30_000, 31, LAST_WEEK), null))
                .containsExactly(
                        "vault and catalogue were last held against each other at " + LAST_WEEK,
                        "of 30000 recordings that must be in the vault, and of its blobs, 31 do not fit, compared at "
                                + LAST_WEEK);
    }

    @Test
    void whatIsFoundWhileARunGoesOnStopsIt() {
        Instant began = NOW.minusSeconds(60);
        List<Instant> asked = new ArrayList<>();
        assertThat(new ListingBrake(
                                look(asked, new Counts(300, 10, NOW), null),
                                () -> Optional.of(LAST_WEEK),
                                BrakeLimits.SHIPPED,
                                FIXED)
                        .appeared(began))
                .hasSize(1);
        assertThat(asked).containsExactly(began);
    }

    @Test
    void asksOnlyForWhatNobodyKnewOf() {
        List<Instant> asked = new ArrayList<>();
        new ListingBrake(look(asked, null, null), () -> Optional.of(LAST_WEEK), BrakeLimits.SHIPPED, FIXED)
                .stops(PurgeRows.plan(NOW, 4, "4be1d07a92c3"));
        assertThat(asked).containsExactly(LAST_WEEK, LAST_WEEK);
    }

    private static List<String> stops(@Nullable Counts latest, @Nullable Counts now) {
        return new ListingBrake(look(new ArrayList<>(), latest, now), Optional::empty, BrakeLimits.SHIPPED, FIXED)
                .stops(PurgeRows.plan(NOW, 4, "4be1d07a92c3")).stream()
                        .peek(stop -> assertThat(stop.kind()).isEqualTo(Stop.Kind.LISTING))
                        .map(Stop::what)
                        .toList();
    }

    private static ListingBrake.Look look(List<Instant> asked, @Nullable Counts latest, @Nullable Counts now) {
        return new ListingBrake.Look() {
            @Override
            public Optional<Counts> latest(Instant knownUntil) {
                asked.add(knownUntil);
                return Optional.ofNullable(latest);
            }

            @Override
            public Optional<Counts> now(int most, Instant knownUntil) {
                asked.add(knownUntil);
                return Optional.ofNullable(now);
            }

            @Override
            public Optional<Counts> preview(int most, Instant knownUntil) {
                throw new AssertionError("nothing but a look at what would be asks for that");
            }
        };
    }
}
