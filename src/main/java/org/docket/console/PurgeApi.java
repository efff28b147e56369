package org.docket.console;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.docket.retention.Purge;
import org.docket.retention.PurgePlan;
import org.docket.retention.PurgePlanner;
import org.docket.retention.PurgeRuns;
import org.docket.retention.Speaker;
import org.docket.retention.Stop;

/** {@code /api/v1/purge}: what runs of the purge would do and did, and letting one go on that was stopped. */
public final class PurgeApi {
    private static final int USUAL = 50;
    private static final int MOST = 500;
    private static final int MOST_OF_A_REASON = 2_000;

    private final Purge purge;
    private final PurgePlanner planner;
    private final Function<PurgePlan, List<Stop>> stops;
    private final RecordingViews views;
    private final Clock clock;

    /**
     * Answers for that purge.
     *
     * @param planner makes plans for whoever only wants to know
     * @param stops why a run with a plan would have to wait
     */
    public PurgeApi(
            Purge purge,
            PurgePlanner planner,
            Function<PurgePlan, List<Stop>> stops,
            RecordingViews views,
            Clock clock) {
        this.purge = purge;
        this.planner = planner;
        this.stops = stops;
        this.views = views;
        this.clock = clock;
    }

    /** The runs that were planned last. */
    record RunsView(List<PurgeView.RunView> runs) {}

    /** What a run would do now. */
    public ApiReply plan(ApiRequest request, Speaker reader) {
        int limit = request.query().only("limit").number("limit", USUAL, MOST);
        PurgePlan plan = planner.plan();
        PurgeView.DryRun dryRun = PurgeView.DryRun.of(plan, stops.apply(plan), planner.preview(limit), views);
        Stream<RecordingView> blocked = dryRun.blocked().stream().map(PurgeView.BlockedView::recording);
        Access.read(
                reader,
                request,
                Stream.of(dryRun.carriedOn().stream(), dryRun.due().stream(), blocked)
                        .flatMap(shown -> shown)
                        .toList());
        return ApiReply.ok(dryRun);
    }

    /** The runs that were planned last, the newest first. */
    public ApiReply runs(ApiRequest request) {
        int limit = request.query().only("limit").number("limit", USUAL, MOST);
        return ApiReply.ok(new RunsView(
                purge.runs().last(limit).stream().map(PurgeView.RunView::of).toList()));
    }

    /** Lets a run go on that was stopped. */
    public ApiReply release(ApiRequest request, Speaker speaker) {
        Visitors.require(speaker, Speaker.SUPERVISOR);
        request.query().only();
        ApiBody body = request.body();
        String reason = body.text("reason", MOST_OF_A_REASON);
        UUID id =
                request.run().filter(run -> purge.runs().find(run).isPresent()).orElseThrow(PurgeApi::noRun);
        body.end();
        PurgeRuns.Released released = purge.runs().release(id, speaker.id(), reason, clock.instant());
        if (released instanceof PurgeRuns.Released.Taken taken) {
            return ApiReply.ok(PurgeView.RunView.of(taken.run()));
        } else if (released instanceof PurgeRuns.Released.Refused refused) {
            throw new ApiRefusal(Problem.REFUSED.because(
                    ActsApi.sentence(refused.reason()),
                    "GET " + ApiDocument.BASE + "/purge/runs says which run waits for a person."));
        }
        throw new IllegalStateException("there is no such answer: " + released);
    }

    private static ApiRefusal noRun() {
        return new ApiRefusal(Problem.NOT_FOUND.because(
                "There is no run of that id.", "Look for its id with GET " + ApiDocument.BASE + "/purge/runs."));
    }
}
