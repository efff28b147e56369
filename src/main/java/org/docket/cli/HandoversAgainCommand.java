package org.docket.cli;

import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.casework.Handover;
import org.docket.casework.Handovers;
import org.docket.console.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket handovers again}. */
@Command(name = "again", description = "Send a handover again that was rejected, or not answered.")
final class HandoversAgainCommand implements Callable<Integer> {
    @ParentCommand
    private HandoversCommand handovers;

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** Either one, or all that a case system rejected. */
    private static final class Which {
        @Parameters(paramLabel = "ID", description = "Id of the handover.")
        private @Nullable UUID id;

        @Option(names = "--rejected", paramLabel = "SYSTEM", description = "All that this case system rejected.")
        private @Nullable String rejected;
    }

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Override
    public Integer call() {
        String by = reasoned.by();
        String reason = reasoned.reason();
        try (Visit visit = handovers.docket().visit()) {
            Handovers all = visit.docket().handovers();
            if (which.id != null) {
                print(all.again(which.id, Handovers.Wish.of(by, reason)));
            } else if (which.rejected != null) {
                handovers.requireKnown(visit, which.rejected);
                printRejected(which.rejected, all.rejectedAgain(which.rejected, Handovers.Wish.of(by, reason)));
            }
        }
        return 0;
    }

    /** Whoever sends again what was rejected is shown what the case system said. */
    private void print(Handovers.Again again) {
        PrintWriter out = handovers.docket().out();
        if (again instanceof Handovers.Again.Refused refused) {
            throw new Refusal("Not sent again: " + refused.reason() + ".");
        } else if (again instanceof Handovers.Again.Already already) {
            out.println("Nothing changed: the handover of recording "
                    + already.now().recordingId() + " to " + already.now().system() + " waits to be sent already.");
        } else if (again instanceof Handovers.Again.Sent sent) {
            Handovers.Listed before = sent.before();
            if (before.lastError() != null) {
                out.println((before.state() == Handover.State.REJECTED
                                ? before.system() + " rejected it: "
                                : "It was not sent so far: ")
                        + Words.printable(before.lastError()));
            }
            out.println("The handover of recording " + before.recordingId() + " goes to " + before.system()
                    + " again as soon as the hub runs and the broker takes it.");
        }
    }

    private void printRejected(String system, Handovers.AllAgain answer) {
        int number = answer instanceof Handovers.AllAgain.Sent sent ? sent.number() : 0;
        handovers
                .docket()
                .out()
                .println(
                        number == 0
                                ? "Nothing changed: " + system + " has rejected nothing."
                                : (number == 1 ? "1 handover goes to " : number + " handovers go to ") + system
                                        + " again as soon as the hub runs and the broker takes them.");
    }
}
