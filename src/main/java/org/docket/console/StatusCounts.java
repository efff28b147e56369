package org.docket.console;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.docket.Docket;
import org.docket.casework.CaseSystem;
import org.docket.casework.Handover;

/**
 * How things stand, in numbers.
 *
 * @param recordings how many there are in each state
 * @param due how many may be disposed of by then
 * @param handovers how many there are for each case system in each state
 * @param quarantine how many things lie there
 */
public record StatusCounts(
        Map<String, Long> recordings,
        long retained,
        long due,
        Map<String, Map<String, Long>> handovers,
        int quarantine) {
    /** Counts through the whole catalogue. */
    public static StatusCounts of(Docket docket, Instant now) throws IOException {
        Map<String, Long> recordings = new TreeMap<>();
        docket.catalogue().counts().forEach((state, number) -> recordings.put(state.name(), number));
        return new StatusCounts(
                recordings,
                docket.catalogue().countRetained(),
                docket.catalogue().countDue(now),
                handovers(docket),
                docket.quarantine().list().size());
    }

    private static Map<String, Map<String, Long>> handovers(Docket docket) {
        Map<String, Map<String, Long>> handovers = new TreeMap<>();
        for (CaseSystem system : docket.caseSystems().all()) {
            Map<String, Long> states = new TreeMap<>();
            for (Handover.State state : Handover.State.values()) {
                long number = docket.handovers().count(system.id(), state);
                if (number > 0) {
                    states.put(state.name(), number);
                }
            }
            handovers.put(system.id(), states);
        }
        return handovers;
    }
}
