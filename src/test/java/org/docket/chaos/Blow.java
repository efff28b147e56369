package org.docket.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What befalls a hub and its broker while case systems are told. */
sealed interface Blow {
    /** The hub is killed, and the broker with it if it is the hub's own. */
    record Hub(Strike strike) implements Blow {
        @Override
        public String toString() {
            return "the hub is killed " + strike;
        }
    }

    /** The broker is killed while the hub goes on, so long after the blow before. */
    record Broker(Duration after) implements Blow {
        @Override
        public String toString() {
            return "the broker is killed " + after.toMillis() + " ms later";
        }
    }

    /** Both are killed at once. */
    record Both(Strike strike) implements Blow {
        @Override
        public String toString() {
            return "hub and broker are killed " + strike;
        }
    }

    /** So many, at every fault point of casework in turn and at random instants between. */
    static List<Blow> upon(Random random, int blows, boolean brokerToo) {
        List<FaultPoint> points = new ArrayList<>();
        List<Blow> plan = new ArrayList<>();
        while (plan.size() < blows) {
            if (points.isEmpty()) {
                points.addAll(FaultPoint.OF_CASEWORK);
                Collections.shuffle(points, random);
            }
            boolean atPoint = random.nextInt(4) > 0;
            Strike strike = atPoint
                    ? new Strike.AtPoint(points.remove(0), 1, upTo(random, 300))
                    : Strike.instants(random, 1).get(0);
            int kind = brokerToo ? plan.size() % 3 : 0;
            plan.add(
                    switch (kind) {
                        case 1 -> new Broker(upTo(random, 1_500));
                        case 2 -> new Both(strike);
                        default -> new Hub(strike);
                    });
        }
        return plan;
    }

    private static Duration upTo(Random random, int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }
}
