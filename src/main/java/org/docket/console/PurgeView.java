package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.retention.Blocked;
import org.docket.retention.PurgePlan;
import org.docket.retention.PurgePlanner;
import org.docket.retention.PurgeRun;
import org.docket.retention.Stop;
import org.jspecify.annotations.Nullable;

/** The purge as programs read it. */
public final class PurgeView {
    private PurgeView() {}

    /** How many recordings are to be condemned, and why others stay. */
    public record PlanView(
            Instant plannedAt,
            String rulebook,
            long recordings,
            long bytes,
            long carriedOn,
            List<PurgePlan.Share> shares,
            Map<String, Long> blocked) {
        public static PlanView of(PurgePlan plan) {
            return new PlanView(
                    plan.plannedAt(),
                    plan.rulebook(),
                    plan.recordings(),
                    plan.bytes(),
                    plan.carriedOn(),
                    plan.shares(),
                    words(plan.blocked()));
        }
    }

    /** A recording that is due and stays. */
    public record BlockedView(@JsonUnwrapped RecordingView recording, String blockedBy) {}

    /** What a run would do: all of it in numbers, and the first recordings. */
    public record DryRun(
            PlanView plan,
            List<Stop> stops,
            List<RecordingView> carriedOn,
            List<RecordingView> due,
            List<BlockedView> blocked) {
        public static DryRun of(PurgePlan plan, List<Stop> stops, PurgePlanner.Preview preview, RecordingViews views) {
            List<BlockedView> blocked = new ArrayList<>();
            List<RecordingView> those = views.of(List.copyOf(preview.blocked().keySet()));
            int place = 0;
            for (Map.Entry<Recording, Blocked> one : preview.blocked().entrySet()) {
                blocked.add(new BlockedView(those.get(place++), one.getValue().word()));
            }
            return new DryRun(
                    PlanView.of(plan), stops, views.of(preview.carriedOn()), views.of(preview.due()), blocked);
        }
    }

    /** A run that was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunView(
            UUID id,
            PurgeRun.State state,
            PlanView plan,
            List<Stop> stops,
            @Nullable String releasedBy,
            @Nullable String releaseReason,
            @Nullable Instant releasedAt,
            Map<String, Long> kept,
            @Nullable Instant beganAt,
            @Nullable Instant endedAt,
            long disposed,
            long disposedBytes,
            long failed,
            @Nullable String lastFailure) {
        public static RunView of(PurgeRun run) {
            PurgeRun.Release release = run.release();
            return new RunView(
                    run.id(),
                    run.state(),
                    PlanView.of(run.plan()),
                    run.stops(),
                    release == null ? null : release.by(),
                    release == null ? null : release.reason(),
                    release == null ? null : release.at(),
                    words(run.kept()),
                    run.beganAt(),
                    run.endedAt(),
                    run.disposed(),
                    run.disposedBytes(),
                    run.failed(),
                    run.lastFailure());
        }
    }

    private static Map<String, Long> words(Map<Blocked, Long> numbers) {
        Map<String, Long> words = new TreeMap<>();
        numbers.forEach((why, number) -> words.put(why.word(), number));
        return words;
    }
}
