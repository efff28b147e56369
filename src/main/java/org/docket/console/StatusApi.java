package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.docket.Docket;
import org.docket.casework.CaseSystem;
import org.docket.casework.Handover;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/status}: how things stand, in numbers, for everybody. Counting goes through the whole catalogue, so one count is good
 * for {@link #KEPT}: who asks again and again keeps nobody from working.
 */
public final class StatusApi {
    private static final Duration KEPT = Duration.ofSeconds(2);

    private final Docket docket;
    private final Clock clock;
    private @Nullable StatusView latest;

    public StatusApi(Docket docket) {
        this.docket = docket;
        this.clock = docket.clock();
    }

    /**
     * How things stand. Names nothing of a recording and no place on the machine.
     *
     * @param at when it was counted
     * @param recordings how many there are in each state
     * @param due how many may be disposed of by now
     * @param handovers how many there are for each case system in each state
     * @param quarantine how many things lie there
     * @param rulebook version of the one in force
     */
    record StatusView(
            Instant at,
            Map<String, Long> recordings,
            long retained,
            long due,
            Map<String, Map<String, Long>> handovers,
            List<DockStatus> docks,
            int quarantine,
            RulebookStatus rulebook) {}

    /** How many recordings wait in the folder of a dock, and for how long the oldest has. */
    record DockStatus(String id, int waiting, long oldestWaitingSeconds) {}

    /**
     * Which rulebook is in force.
     *
     * @param since absent if no hub has ever run
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RulebookStatus(
            String version,
            String policy,
            String retentionRules,
            @Nullable Instant since) {}

    /** How things stand. */
    public synchronized ApiReply status(ApiRequest request) throws IOException {
        request.query().only();
        Instant now = clock.instant();
        StatusView view = latest;
        if (view == null || view.at().isAfter(now) || view.at().isBefore(now.minus(KEPT))) {
            view = count(now);
            latest = view;
        }
        return ApiReply.ok(view);
    }

    private StatusView count(Instant now) throws IOException {
        Map<String, Long> recordings = new TreeMap<>();
        docket.catalogue().counts().forEach((state, number) -> recordings.put(state.name(), number));
        return new StatusView(
                now,
                recordings,
                docket.catalogue().countRetained(),
                docket.catalogue().countDue(now),
                handovers(),
                docks(),
                docket.quarantine().list().size(),
                rulebook());
    }

    private Map<String, Map<String, Long>> handovers() {
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

    private List<DockStatus> docks() throws IOException {
        List<DockStatus> docks = new ArrayList<>();
        for (String dock : docket.folders().docks()) {
            docks.add(new DockStatus(
                    dock,
                    docket.folders().waiting(dock).size(),
                    docket.folders().oldestWaiting(dock).toSeconds()));
        }
        return docks;
    }

    private RulebookStatus rulebook() {
        var inForce = docket.policy().now();
        return new RulebookStatus(
                inForce.version(),
                inForce.policy().version(),
                inForce.retention().version(),
                docket.rulebooks().inForce().map(found -> found.since()).orElse(null));
    }
}
