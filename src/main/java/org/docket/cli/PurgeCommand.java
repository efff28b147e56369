package org.docket.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.docket.Hub;
import org.docket.console.RecordingView;
import org.docket.console.RecordingViews;
import org.docket.console.Table;
import org.docket.console.Words;
import org.docket.retention.Purge;
import org.docket.retention.PurgeFigures;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code docket purge}. */
@Command(name = "purge", description = "Dispose of what is due, neither retained nor held; or say what would go.")
final class PurgeCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Mode mode;

    @Option(names = "--json", description = "With --dry-run: write JSON.")
    private boolean json;

    /** Exactly one of the two. */
    static final class Mode {
        @SuppressWarnings("UnusedVariable") // It is the absence of the other.
        @Option(names = "--dry-run", required = true, description = "Say what would go and why; change nothing.")
        private boolean dryRun;

        @Option(names = "--run", required = true, description = "Dispose of it now.")
        private boolean run;
    }

    /** What a run would do, as programs read it. */
    record PlanView(List<RecordingView> carriedOn, List<RecordingView> due, List<RecordingView> held) {
        static PlanView of(Purge.Plan plan, RecordingViews views) {
            return new PlanView(views.of(plan.carriedOn()), views.of(plan.due()), views.of(plan.held()));
        }
    }

    @Override
    public Integer call() throws Exception {
        if (mode.run && json) {
            throw new ParameterException(spec.commandLine(), "Option '--json' goes only with '--dry-run'");
        }
        try (Visit visit = docket.visit()) {
            Purge.Plan plan = visit.docket().purge().plan();
            if (mode.run) {
                return run(visit, plan);
            }
            PlanView view = PlanView.of(plan, visit.views());
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
