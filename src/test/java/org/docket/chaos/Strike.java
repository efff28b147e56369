package org.docket.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** When one hub of a run is killed. */
sealed interface Strike {
    /** Where the hub is stopped; null for nowhere. */
    default @Nullable FaultPoint point() {
        return null;
    }

    /** For which time it gets there. */
    default int nth() {
        return 0;
    }

    /**
     * When it gets to a fault point.
     *
     * @param nth for which time it gets there
     * @param later how long the other threads go on before the kill
     */
    record AtPoint(FaultPoint point, int nth, Duration later) implements Strike {
        @Override
        public String toString() {
            return "at " + point + " for time " + nth + ", " + later.toMillis() + " ms later: " + point.meaning();
        }
    }

    /** So long after its process was started; it may not even be up. */
    record WhileStarting(Duration after) implements Strike {
        @Override
        public String toString() {
            return after.toMillis() + " ms after its process was started";
        }
    }

    /** So long after it was up. */
    record WhileRunning(Duration after) implements Strike {
        @Override
        public String toString() {
            return after.toMillis() + " ms after it was up";
        }
    }

    /**
     * A plan of so many kills: rounds of each of these fault points once, in any order, with up to as many random instants between them.
     */
    static List<Strike> plan(Random random, int kills, Collection<FaultPoint> points) {
        List<Strike> plan = new ArrayList<>();
        while (plan.size() < kills) {
            List<Strike> round = new ArrayList<>();
            for (FaultPoint point : points) {
                round.add(new AtPoint(
                        point,
                        1 + random.nextInt(point.habit() == Feeder.Habit.LONG ? 12 : point.habit() == null ? 3 : 1),
                        upTo(random, 300)));
            }
            int left = kills - plan.size() - round.size();
            int instants = Math.max(0, Math.min(left, round.size()));
            round.addAll(instants(random, instants));
            Collections.shuffle(round, random);
            plan.addAll(round);
        }
        return plan.subList(0, kills);
    }

    /** So many kills, half of them at any fault points and half at random instants. */
    static List<Strike> sample(Random random, int kills) {
        List<Strike> plan = new ArrayList<>(plan(random, kills / 2, FaultPoint.OF_DEPOSITS));
        plan.addAll(instants(random, kills - plan.size()));
        Collections.shuffle(plan, random);
        return plan;
    }

    /** So many kills at random instants. */
    static List<Strike> instants(Random random, int kills) {
        List<Strike> plan = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            plan.add(
                    random.nextInt(3) == 0
                            ? new WhileStarting(upTo(random, 3_000))
                            : new WhileRunning(upTo(random, 2_000)));
        }
        return plan;
    }

    private static Duration upTo(Random random, int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }
}
