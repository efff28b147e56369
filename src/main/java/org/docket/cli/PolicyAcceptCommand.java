package org.docket.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.docket.Docket;
import org.docket.classify.Acceptance;
import org.docket.classify.Rulebooks.Accepting;
import org.docket.console.Words;
import org.docket.retention.PurgeRun;
import org.docket.retention.PurgeRuns;
import org.docket.retention.Stop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket policy accept}. */
@Command(
        name = "accept",
        description =
                "Accept that recordings become due earlier or are protected less by the policy and retention rules that"
                        + " wait for it, or are disposed of by those in force.")
final class PolicyAcceptCommand implements Callable<Integer> {
    @ParentCommand
    private PolicyCommand parent;

    @Parameters(
            paramLabel = "VERSION",
            description = "Version of the rulebook, as the notice, 'status' and 'policy simulate' say it.")
    private String version;

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Override
    public Integer call() {
        DocketCommand docket = parent.docket();
        String by = reasoned.by();
        String reason = reasoned.reason();
        try (Visit visit = docket.visit()) {
            Accepting answer = visit.docket().rulebooks().accept(version, by, reason);
            if (answer instanceof Accepting.NotPossible no) {
                throw new Refusal("Not accepted: " + no.reason() + ".");
            } else if (answer instanceof Accepting.AlreadySo same) {
                docket.out()
                        .println("Nothing changed: rulebook " + version + " was accepted already"
                                + said(same.waiting().acceptance()) + ".");
            } else if (answer instanceof Accepting.AlreadyForPurge) {
                docket.out().println("Nothing changed: rulebook " + version + " is in force and was accepted already.");
            } else if (answer instanceof Accepting.ForPurge) {
                docket.out()
                        .println("Rulebook " + version
                                + ", which is in force, is accepted: the purge may dispose of recordings by it."
                                + goesOn(visit.docket(), by, reason));
            } else if (answer instanceof Accepting.Accepted) {
                docket.out().println("Rulebook " + version + " is accepted. The next look of a hub takes it up.");
            }
        }
        return 0;
    }

    /** A run that waits for nothing but that goes on. */
    private String goesOn(Docket docket, String by, String reason) {
        Optional<PurgeRun> waiting = docket.purge().runs().standing();
        if (waiting.isEmpty()) {
            return "";
        }
        PurgeRun run = waiting.get();
        boolean onlyThat = run.plan().rulebook().equals(version)
                && run.stops().stream().allMatch(stop -> stop.kind() == Stop.Kind.POLICY);
        if (!onlyThat) {
            return " Run " + run.id() + ", which waits, has to be released all the same.";
        }
        return docket.purge()
                                .runs()
                                .release(run.id(), by, reason, docket.clock().instant())
                        instanceof PurgeRuns.Released.Taken
                ? " Run " + run.id() + ", which waited for that, is released."
                : "";
    }

    private static String said(@Nullable Acceptance acceptance) {
        return acceptance == null ? "" : ", by " + acceptance.by() + " at " + Words.time(acceptance.at());
    }
}
