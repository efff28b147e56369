package org.docket.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Leaves out of steps that ended in a failure what it needs nothing of, by doing them again: first what is about other recordings, then
 * one part after another. It ends after some tries, with the shortest steps that fail.
 */
final class Shrinking {
    private static final int TRIES = 24;

    private final Again again;
    private int tries;

    /** Does steps again from the beginning. */
    interface Again {
        /** What failed; empty if nothing did. */
        Optional<Broken> perform(List<Step> steps) throws Exception;
    }

    Shrinking(Again again) {
        this.again = again;
    }

    /** The shortest steps found that fail. */
    List<Step> shrink(List<Step> failed, Broken broken) throws Exception {
        List<Step> shortest = ofOne(failed, broken.number());
        if (!fails(shortest)) {
            shortest = failed;
            if (!fails(failed)) {
                return failed;
            }
        }
        for (int part = Math.max(1, shortest.size() / 2); part >= 1 && tries < TRIES; part /= 2) {
            for (int from = 0; from < shortest.size() - 1 && tries < TRIES; ) {
                List<Step> less = new ArrayList<>(shortest);
                less.subList(from, Math.min(from + part, shortest.size() - 1)).clear();
                if (fails(less)) {
                    shortest = less;
                } else {
                    from += part;
                }
            }
        }
        return shortest;
    }

    private boolean fails(List<Step> steps) throws Exception {
        tries++;
        return again.perform(steps).isPresent();
    }

    /** What is about that recording, or the same content, or all. */
    private static List<Step> ofOne(List<Step> steps, int number) {
        if (number == 0) {
            return steps;
        }
        Set<String> contents = new TreeSet<>();
        Set<Integer> wanted = new TreeSet<>(Set.of(number % Run.AGAIN));
        for (int pass = 0; pass < 2; pass++) {
            for (Step step : steps) {
                Step.arrival(step).ifPresent(arrival -> {
                    if (wanted.contains(arrival.number()) || contents.contains(arrival.content())) {
                        wanted.add(arrival.number());
                        contents.add(arrival.content());
                    }
                });
            }
        }
        return steps.stream().filter(step -> !step.isOfOthers(wanted)).toList();
    }
}
