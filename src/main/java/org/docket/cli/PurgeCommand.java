package org.docket.cli;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.console.RecordingView;
import org.docket.console.RecordingViews;
import org.docket.console.Table;
import org.docket.console.Words;
import org.docket.retention.Purge;
import org.docket.retention.PurgeFigures;
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
                "Dispose of what is due, neither retained nor held; say what would go; or release a run that waits.")
final class PurgeCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Mode mode;

    @Option(names = "--json", description = "With --dry-run: write JSON.")
    private boolean json;

    @Option(names = "--by", paramLabel = "WHO", description = "With --release: who says so.")
    private @Nullable String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "With --release: why it may go on.")
    private @Nullable String reason;

    /** Exactly one of these. */
    static final class Mode {
        @SuppressWarnings("UnusedVariable") // It is the absence of the other.
        @Option(names = "--dry-run", required = true, description = "Say what would go and why; change nothing.")
        private boolean dryRun;

        @Option(names = "--run", required = true, description = "Dispose of it now.")
        private boolean run;

        @Option(
                names = "--release",
                required = true,
                paramLabel = "RUN",
                description = "Let the run of that id go on, which waits for a person.")
        private @Nullable UUID release;
    }

    /** What a run would do, as programs read it. */
    record PlanView(
            List<RecordingView> carriedOn, List<RecordingView> due, List<RecordingView> held, List<Stop> stops) {
        static PlanView of(Purge.Plan plan, RecordingViews views, List<Stop> stops) {
            return new PlanView(views.of(plan.carriedOn()), views.of(plan.due()), views.of(plan.held()), stops);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (mode.run && json) {
            throw new ParameterException(spec.commandLine(), "Option '--json' goes only with '--dry-run'");
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
            Purge.Plan plan = visit.docket().purge().plan();
            if (mode.run) {
                return run(visit, plan);
            }
            PlanView view = PlanView.of(plan, visit.views(), wouldStop(visit.docket()));
            if (json) {
                docket.printJson(view);
            } else {
                print(view);
            }
        }
        return 0;
    }

    private int run(Visit visit, Purge.Plan plan) throws Exception {
        Hub.purgeOnce(visit.docket());
        Optional<PurgeRun> standing = visit.docket().purge().runs().standing();
        if (standing.isPresent()) {
            throw new Refusal(PurgeStop.words(standing.get()));
        }
        PurgeFigures figures = visit.docket().purge().figures();
        docket.out()
                .println("Disposed of " + Words.recordings(figures.getDisposedRecordings())
                        + "; the certificates are in the vault.");
        reportHeld(plan.held().size());
        if (figures.getFailedDisposals() > 0) {
            throw new Refusal(Words.recordings(figures.getFailedDisposals())
                    + " could not be disposed of and stay condemned; the next run carries on. The last failure: "
                    + figures.getLastFailure());
        }
        return 0;
    }

    private void print(PlanView plan) {
        if (plan.carriedOn().isEmpty() && plan.due().isEmpty()) {
            docket.out().println("Nothing would go: no recording is due.");
        } else {
            Table table = Table.of("RECORDING", "DOCK", "NAME", "CATEGORY", "WHY IT GOES");
            plan.carriedOn().forEach(recording -> add(table, recording, "condemned by an earlier run"));
            plan.due()
                    .forEach(recording -> add(
                            table,
                            recording,
                            "due since " + Words.time(recording.dueAt()) + ", not retained, not held"));
            table.lines().forEach(docket.out()::println);
        }
        reportHeld(plan.held().size());
        plan.stops().forEach(stop -> docket.out()
                .println("It would wait for a person (" + stop.kind() + "): " + stop.what() + "; " + stop.remedy()
                        + "."));
    }

    private static List<Stop> wouldStop(Docket parts) {
        return parts.purge().runs().standing().map(PurgeRun::stops).orElseGet(() -> parts.brakes()
                .preview(parts.purgePlanner().plan()));
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

    private static void add(Table table, RecordingView recording, String why) {
        table.row(recording.id(), recording.dock(), recording.name(), Words.orNone(recording.category()), why);
    }

    private void reportHeld(int held) {
        if (held > 0) {
            docket.out().println(Words.recordings(held) + (held == 1 ? " is" : " are") + " due and held.");
        }
    }
}
