package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.docket.Docket;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/status}: how things stand, in numbers, for everybody. Counting goes through the whole catalogue, so one count is good
 * for {@link #KEPT}, or for longer if it took long, and nobody waits for one that is under way: who asks again and again keeps nobody
 * from working.
 */
public final class StatusApi {
    private static final Duration KEPT = Duration.ofSeconds(2);

    /** Of this many times that it takes to count, one is spent on it at most. */
    private static final int MOST_SHARE = 50;

    private final Docket docket;
    private final Clock clock;
    private final ReentrantLock counting = new ReentrantLock();
    private volatile @Nullable Counted latest;

    /**
     * What was counted last.
     *
     * @param goodFor for so long it is answered without counting anew
     */
    private record Counted(StatusView view, Duration goodFor) {}

    public StatusApi(Docket docket) {
        this.docket = docket;
        this.clock = docket.clock();
    }

    /**
     * How things stand. Names nothing of a recording and no place on the machine.
     *
     * @param at when it was counted
     * @param queues what the hub saw at the broker when it looked last
     * @param rulebook version of the one in force
     */
    record StatusView(
            Instant at,
            @JsonUnwrapped StatusCounts counts,
            @JsonUnwrapped BrokerStatus queues,
            List<DockStatus> docks,
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

    /**
     * How things stand.
     *
     * @throws ApiRefusal if it is being counted for the first time
     */
    public ApiReply status(ApiRequest request) throws IOException {
        request.query().only();
        if (isOld(latest) && counting.tryLock()) {
            try {
                count();
            } finally {
                counting.unlock();
            }
        }
        Counted known = latest;
        if (known == null) {
            throw new ApiRefusal(Problem.AWAY.because(
                    "It is being counted for the first time since the start of the hub.", "Ask again in a moment."));
        }
        return ApiReply.ok(known.view());
    }

    private boolean isOld(@Nullable Counted known) {
        if (known == null) {
            return true;
        }
        Instant now = clock.instant();
        Instant at = known.view().at();
        return at.isAfter(now) || at.isBefore(now.minus(known.goodFor()));
    }

    private void count() throws IOException {
        if (!isOld(latest)) {
            return;
        }
        Instant now = clock.instant();
        StatusView view = new StatusView(
                now,
                StatusCounts.of(docket, now),
                BrokerStatus.of(docket.queues().latest()),
                docks(),
                rulebook());
        Duration rest = Duration.between(now, clock.instant()).multipliedBy(MOST_SHARE);
        latest = new Counted(view, rest.compareTo(KEPT) > 0 ? rest : KEPT);
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
