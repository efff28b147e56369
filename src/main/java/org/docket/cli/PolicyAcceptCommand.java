package org.docket.cli;

import java.util.concurrent.Callable;
import org.docket.classify.Acceptance;
import org.docket.classify.Rulebooks.Accepting;
import org.docket.console.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket policy accept}. */
@Command(
        name = "accept",
        description =
                "Accept that recordings become due earlier by the policy and retention rules that wait for it, or are"
                        + " disposed of by those in force.")
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
                                + " A run that was stopped has to be released all the same.");
            } else if (answer instanceof Accepting.Accepted) {
                docket.out().println("Rulebook " + version + " is accepted. The next look of a hub takes it up.");
            }
        }
        return 0;
    }

    private static String said(@Nullable Acceptance acceptance) {
        return acceptance == null ? "" : ", by " + acceptance.by() + " at " + Words.time(acceptance.at());
    }
}
