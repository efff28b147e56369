package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many recordings may go on a day: those of a quiet force, of a busy one, and of one whose rules went wrong. */
class AmountBrakeTest {
    /** A quarter past two in London, in summer. */
    private static final Instant NOW = Instant.parse("2026-07-15T01:15:00Z");

    private static final String RULEBOOK = "4be1d07a92c3";

    private final PurgeRows rows = new PurgeRows();

    @Test
    void aSmallNumberGoesWhateverIsUsual() {
        rows.deposited(21);
        night(1, 1);

        assertThat(stops(20)).isEmpty();
        assertThat(stops(21)).containsExactly(Stop.Kind.SHARE, Stop.Kind.COUNT);
    }

    @Test
    void threeTimesTheTrailingAverageGoesAndNoMore() {
        rows.deposited(10_000);
        night(1, 100);
        night(2, 140);
        night(3, 60);

        assertThat(stops(300)).isEmpty();
        assertThat(stops(301)).containsExactly(Stop.Kind.SHARE);
        assertThat(brake(NOW).stops(PurgeRows.plan(NOW, 301, RULEBOOK)).get(0).what())
                .isEqualTo(
                        "301 recordings are due; on a day in the last 14 on which something was due it was 100, and at"
                                + " most 300 may go today");
    }

    @Test
    void nightsOnWhichNothingWasDueAreNoPartOfTheAverage() {
        rows.deposited(10_000);
        night(4, 100);
        night(3, 0);
        night(2, 0);
        night(1, 0);

        assertThat(stops(300)).isEmpty();
        assertThat(stops(301)).containsExactly(Stop.Kind.SHARE);
    }

    @Test
    void whatBecameDueWhileTheHubWasAwayGoesWithIt() {
        rows.deposited(10_000);
        night(5, 100);

        assertThat(stops(700)).isEmpty();
        assertThat(stops(701)).containsExactly(Stop.Kind.SHARE);
    }

    @Test
    void nightsOnWhichARunDisposedOfNothingBecauseItFailedLeaveWhatWasDue() {
        rows.deposited(10_000);
        night(3, 100);
        failed(2);
        failed(1);

        assertThat(stops(500)).isEmpty();
        assertThat(stops(501)).containsExactly(Stop.Kind.SHARE);
    }

    @Test
    void whatWasCondemnedTodayAndCouldNotBeDeletedCountsToo() {
        rows.deposited(10_000);
        night(1, 100);
        rows.jdbi()
                .useHandle(handle -> handle.execute(
                        "update recording set state = 'DISPOSING', condemned_at = ? where id in"
                                + " (select id from recording limit 250)",
                        NOW.minus(Duration.ofMinutes(10))));

        assertThat(stops(50)).isEmpty();
        assertThat(stops(51)).containsExactly(Stop.Kind.SHARE);
    }

    @Test
    void aRunThatGoesOnDaysLaterCountsForTheDayOnWhichItDisposes() {
        rows.deposited(10_000);
        night(3, 100);
        PurgePlan plan = PurgeRows.plan(NOW.minus(Duration.ofDays(2)), 400, RULEBOOK);
        rows.runs().plan(plan);
        rows.runs().began(plan.id(), NOW.minus(Duration.ofDays(2)));
        rows.jdbi().useTransaction(handle -> {
            PurgeRuns.disposed(handle, plan.id(), NOW.minus(Duration.ofDays(2)), 100, 1);
            PurgeRuns.disposed(handle, plan.id(), NOW.minus(Duration.ofMinutes(20)), 150, 1);
            PurgeRuns.disposed(handle, plan.id(), NOW.minus(Duration.ofMinutes(19)), 150, 1);
        });

        // Yesterday no run began, so 400 may go today, and 300 are gone.
        assertThat(stops(100)).isEmpty();
        assertThat(stops(101)).containsExactly(Stop.Kind.SHARE);
    }

    @Test
    void severalRunsOnOneDayGetNoFurtherThanOne() {
        rows.deposited(10_000);
        night(1, 100);
        rows.done(NOW.minus(Duration.ofHours(1)), 250, RULEBOOK);

        assertThat(stops(50)).isEmpty();
        assertThat(stops(51)).containsExactly(Stop.Kind.SHARE);
    }

    @Test
    void theDayIsOneOfTheTimeZoneOfThePurge() {
        rows.deposited(10_000);
        // Half past midnight in London is still yesterday in UTC.
        rows.done(Instant.parse("2026-07-14T23:30:00Z"), 50, RULEBOOK);
        rows.done(Instant.parse("2026-07-14T22:30:00Z"), 100, RULEBOOK);

        assertThat(stops(250)).isEmpty();
        assertThat(stops(251)).containsExactly(Stop.Kind.SHARE);
    }

    @Test
    void whatWasUsualLongAgoIsForgotten() {
        rows.deposited(10_000);
        night(15, 1);

        assertThat(stops(2_500)).isEmpty();
    }

    @Test
    void aFirstRunStopsWhenItWouldDisposeOfTooMuchOfEverything() {
        rows.deposited(400);

        assertThat(stops(100)).isEmpty();
        assertThat(stops(101)).containsExactly(Stop.Kind.COUNT);
        assertThat(brake(NOW).stops(PurgeRows.plan(NOW, 101, RULEBOOK)).get(0).what())
                .isEqualTo("101 recordings are due; the vault has 400, and at most 100 may go on one day");
    }

    @Test
    void aRunThatWasStoppedIsNoHistory() {
        rows.deposited(10_000);
        night(2, 100);
        rows.stopped(NOW.minus(Duration.ofDays(1)), 5_000, new Stop(Stop.Kind.SHARE, "many", "look"));

        assertThat(stops(401)).containsExactly(Stop.Kind.SHARE);
        assertThat(stops(400)).isEmpty();
    }

    @Test
    void whatWasReleasedBecauseItWasSoMuchCountsAsWhatCouldHaveGoneWithout() {
        rows.deposited(10_000);
        night(4, 100);
        night(3, 100);
        night(2, 100);
        PurgePlan released =
                rows.stopped(NOW.minus(Duration.ofDays(1)), 2_000, new Stop(Stop.Kind.SHARE, "many", "look"));
        rows.runs().release(released.id(), "DI Mensah", "a schedule was shortened", NOW.minus(Duration.ofDays(1)));
        rows.runs().began(released.id(), NOW.minus(Duration.ofDays(1)));
        rows.jdbi()
                .useTransaction(
                        handle -> PurgeRuns.disposed(handle, released.id(), NOW.minus(Duration.ofDays(1)), 2_000, 1));

        // Three days of 100 and one of 300.
        assertThat(stops(451)).containsExactly(Stop.Kind.SHARE);
        assertThat(stops(450)).isEmpty();
    }

    /** A run that could dispose of nothing. */
    private void failed(int daysAgo) {
        Instant at = NOW.minus(Duration.ofDays(daysAgo));
        PurgePlan plan = PurgeRows.plan(at, 100, RULEBOOK);
        rows.runs().plan(plan);
        rows.runs().began(plan.id(), at);
        rows.jdbi().useTransaction(handle -> rows.runs()
                .done(handle, plan.id(), at.plusSeconds(90), Map.of(), 100, "the vault refuses"));
    }

    private void night(int daysAgo, long disposed) {
        rows.done(NOW.minus(Duration.ofDays(daysAgo)), disposed, RULEBOOK);
    }

    private List<Stop.Kind> stops(long recordings) {
        return brake(NOW).stops(PurgeRows.plan(NOW, recordings, RULEBOOK)).stream()
                .map(Stop::kind)
                .toList();
    }

    private AmountBrake brake(Instant now) {
        return new AmountBrake(
                rows.jdbi(), BrakeLimits.SHIPPED, ZoneId.of("Europe/London"), Clock.fixed(now, ZoneOffset.UTC));
    }
}
