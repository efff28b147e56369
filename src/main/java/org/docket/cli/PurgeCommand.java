package org.docket.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.console.PurgeView;
import org.docket.console.RecordingView;
import org.docket.console.Table;
import org.docket.console.Words;
import org.docket.retention.Blocked;
import org.docket.retention.Purge;
import org.docket.retention.PurgePlan;
import org.docket.retention.PurgeRun;
import org.docket.retention.PurgeRuns;
import org.docket.retention.Stop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code docket purge}. */
@Command(
        name = "purge",
        description =
                "Dispose of what is due, neither retained nor held; say what would go; list the runs that were; or release one that"
                        + " waits for a person.")
final class PurgeCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Mode mode;

    @Option(
            names = "--limit",
            defaultValue = "20",
            paramLabel = "N",
            description = "With --dry-run: list at most N of the recordings that are due; with --runs: of the runs."
                    + " ${DEFAULT-VALUE} without this.")
    private int limit;

    @Option(names = "--json", description = "With --dry-run and --runs: write JSON.")
    private boolean json;

    @Option(names = "--by", paramLabel = "WHO", description = "With --release: who says so.")
    private @Nullable String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "With --release: why it may go on.")
    private @Nullable String reason;

    /** Exactly one of them. */
    static final class Mode {
        @Option(names = "--dry-run", required = true, description = "Say what would go and why; change nothing.")
        private boolean dryRun;

        @Option(names = "--run", required = true, description = "Dispose of it now.")
        private boolean run;

        @SuppressWarnings("UnusedVariable") // It is the absence of the others.
        @Option(names = "--runs", required = true, description = "List the last runs, with what came of them.")
        private boolean runs;

        @Option(
                names = "--release",
                required = true,
                paramLabel = "RUN",
                description = "Let the run of that id go on, which waits for a person.")
        private @Nullable UUID release;
    }

    @Override
    public Integer call() throws Exception {
        if (mode.run && json) {
            throw new ParameterException(spec.commandLine(), "Option '--json' goes only with '--dry-run' and '--runs'");
        }
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "Option '--limit' is no number of recordings: " + limit);
        }
        UUID released = mode.release;
        if ((released == null) != (by == null && reason == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Options '--by' and '--reason' go only with '--release', which needs both");
        }
        if (released != null) {
            return release(released, said("--by", by), said("--reason", reason));
        }
        try (Visit visit = docket.visit()) {
            if (mode.run) {
                return run(visit);
            } else if (mode.dryRun) {
                dryRun(visit);
            } else {
                runs(visit.docket().purge().runs().last(Math.max(1, limit)));
            }
        }
        return 0;
    }

    private int run(Visit visit) throws Exception {
        Purge purge = visit.docket().purge();
        Hub.purgeOnce(visit.docket());
        Optional<PurgeRun> planned = purge.lastPlanned();
        Optional<PurgeRun> stopped = planned.isPresent()
                ? planned.filter(run -> run.state() == PurgeRun.State.STOPPED)
                : purge.runs().standing();
        if (stopped.isPresent()) {
            throw new Refusal(PurgeStop.words(stopped.get()));
        }
        PurgeRun run = planned.orElseThrow(() -> new Refusal(
                "Nothing was disposed of: a hub is at a run of the purge now. See './docket purge --runs'."));
        if (run.state() != PurgeRun.State.DONE) {
            throw new Refusal("Run " + run.id() + " of the purge was cut short: the next one carries on. See the log.");
        }
        docket.out()
                .println("Disposed of " + Words.recordings(run.disposed()) + "; the certificates are in the vault.");
        reportBlocked(run.kept());
        if (run.failed() > 0) {
            throw new Refusal(Words.recordings(run.failed())
                    + " could not be disposed of and stay condemned; the next run carries on. The last failure: "
                    + run.lastFailure());
        }
        return 0;
    }

    private void dryRun(Visit visit) {
        PurgePlan plan = visit.docket().purge().plan();
        PurgeView.DryRun view = PurgeView.DryRun.of(
                plan,
                visit.docket().wouldStop(plan),
                visit.docket().purgePlanner().preview(limit),
                visit.views());
        if (json) {
            docket.printJson(view);
        } else {
            print(plan, view);
            reportStops(view.stops());
        }
    }

    private void print(PurgePlan plan, PurgeView.DryRun view) {
        if (plan.isEmpty()) {
            docket.out().println("Nothing would go: no recording is due.");
        } else {
            docket.out()
                    .println(Words.recordings(plan.recordings()) + " would go, " + Words.bytes(plan.bytes())
                            + " bytes together"
                            + (plan.carriedOn() == 0
                                    ? "."
                                    : "; " + Words.recordings(plan.carriedOn()) + " condemned by earlier runs."));
            shares(plan);
            recordings(plan, view);
        }
        reportBlocked(plan.blocked());
    }

    private void reportStops(List<Stop> stops) {
        stops.forEach(stop -> docket.out()
                .println("It would wait for a person (" + stop.kind() + "): " + stop.what() + "; " + stop.remedy()
                        + "."));
    }

    private String said(String option, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new ParameterException(spec.commandLine(), "Option '" + option + "' is missing or empty");
        }
        return text.strip();
    }

    private int release(UUID run, String who, String why) {
        try (Visit visit = docket.visit()) {
            Docket parts = visit.docket();
            PurgeRuns.Released answer =
                    parts.purge().runs().release(run, who, why, parts.clock().instant());
            if (answer instanceof PurgeRuns.Released.Refused refused) {
                throw new Refusal("Not released: " + refused.reason() + ".");
            }
            boolean hub = RunningHub.find(parts.settings().home()).isPresent();
            docket.out()
                    .println("Run " + run + " is released. "
                            + (hub
                                    ? "The hub goes on with it now."
                                    : "'./docket purge --run' or the next hub goes on with it."));
        }
        return 0;
    }

    private void shares(PurgePlan plan) {
        if (plan.shares().isEmpty()) {
            return;
        }
        docket.out().println();
        Table table = Table.of("CATEGORY", "DOCK", "RECORDINGS", "BYTES");
        plan.shares()
                .forEach(share ->
                        table.row(share.category(), share.dock(), share.recordings(), Words.bytes(share.bytes())));
        table.lines().forEach(docket.out()::println);
    }

    private void recordings(PurgePlan plan, PurgeView.DryRun view) {
        if (limit == 0) {
            return;
        }
        docket.out().println();
        Table table = Table.of("RECORDING", "DOCK", "NAME", "CATEGORY", "WHY");
        view.carriedOn().forEach(recording -> add(table, recording, "condemned by an earlier run"));
        view.due()
                .forEach(recording -> add(
                        table, recording, "due since " + Words.time(recording.dueAt()) + ", not retained, not held"));
        view.blocked().forEach(one -> add(table, one.recording(), "is due and stays: " + why(one.blockedBy())));
        table.lines().forEach(docket.out()::println);
        long listed = (long) view.due().size() + view.blocked().size();
        long due = plan.recordings()
                + plan.blocked().values().stream().mapToLong(Long::longValue).sum();
        if (due > listed) {
            docket.out().println("… and " + Words.recordings(due - listed) + " more; '--limit' lists more of them.");
        }
    }

    private static String why(String word) {
        for (Blocked blocked : Blocked.values()) {
            if (blocked.word().equals(word)) {
                return blocked.why();
            }
        }
        return word;
    }

    private static void add(Table table, RecordingView recording, String why) {
        table.row(recording.id(), recording.dock(), recording.name(), Words.orNone(recording.category()), why);
    }

    private void reportBlocked(Map<Blocked, Long> blocked) {
        for (Blocked why : Blocked.values()) {
            long number = blocked.getOrDefault(why, 0L);
            if (number > 0) {
                docket.out()
                        .println(Words.recordings(number) + (number == 1 ? " is" : " are") + " due and "
                                + (number == 1 ? "stays: " : "stay: ") + why.why() + ".");
            }
        }
    }

    private void runs(List<PurgeRun> runs) {
        if (json) {
            docket.printJson(runs.stream().map(PurgeView.RunView::of).toList());
            return;
        }
        if (runs.isEmpty()) {
            docket.out().println("There was no run of the purge yet.");
            return;
        }
        Table table = Table.of("RUN", "PLANNED", "STATE", "DUE", "DISPOSED", "FAILED", "KEPT", "NOTE");
        runs.forEach(run -> table.row(
                run.id(),
                Words.time(run.plan().plannedAt()),
                run.state(),
                run.plan().recordings() + run.plan().carriedOn(),
                run.disposed(),
                run.failed(),
                run.kept().values().stream().mapToLong(Long::longValue).sum(),
                note(run)));
        table.lines().forEach(docket.out()::println);
    }

    private static String note(PurgeRun run) {
        if (run.state() == PurgeRun.State.STOPPED) {
            return "waits for a person: " + run.stops().get(0).what();
        } else if (run.lastFailure() != null) {
            return run.lastFailure();
        }
        PurgeRun.Release release = run.release();
        return release == null ? Words.NONE : "released by " + release.by() + ": " + release.reason();
    }
}
