package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final StandingClock clock = new StandingClock();

    @Test
    void givesATenthOfASecondAtOnceAndTheRestEvenly() {
        Pace pace = new Pace(50, clock);

        assertThat(pace.take(100)).isEqualTo(5);
        assertThat(pace.take(100)).isZero();
        assertThat(pace.untilNext(100)).isEqualTo(Duration.ofMillis(100));
        int given = 0;
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofMillis(10));
            given += pace.take(100);
        }
        assertThat(given).isBetween(45, 50);
    }

    @Test
    void givesOneASecondIfNoMoreAreWanted() {
        Pace pace = new Pace(1, clock);

        assertThat(pace.take(100)).isEqualTo(1);
        clock.pass(Duration.ofMillis(990));
        assertThat(pace.take(100)).isZero();
        clock.pass(Duration.ofMillis(20));
        assertThat(pace.take(100)).isEqualTo(1);
    }

    @Test
    void givesAgainWhatWasGivenBack() {
        Pace pace = new Pace(50, clock);

        assertThat(pace.take(100)).isEqualTo(5);
        pace.giveBack(5);
        assertThat(pace.take(3)).isEqualTo(3);
    }

    @Test
    void givesNoMoreForAClockThatIsSet() {
        Pace pace = new Pace(50, clock);
        assertThat(pace.take(100)).isEqualTo(5);

        clock.pass(Duration.ofDays(-1));
        assertThat(pace.take(100)).isZero();
        clock.pass(Duration.ofMillis(110));
        assertThat(pace.take(100)).isEqualTo(5);
        clock.pass(Duration.ofDays(365));
        assertThat(pace.take(100)).isEqualTo(5);
        assertThat(pace.take(100)).isZero();
    }

    @Test
    void givesAllIfThereIsNoLimit() {
        Pace pace = new Pace(0, clock);

        assertThat(pace.take(1_000_000)).isEqualTo(1_000_000);
        assertThat(pace.take(7)).isEqualTo(7);
    }

    private static final class StandingClock extends Clock {
        private Instant now = Instant.parse("2026-03-15T06:39:10.25Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only instants are asked for");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
