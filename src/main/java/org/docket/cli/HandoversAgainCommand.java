package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.casework.Handovers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket handovers again}. */
@Command(name = "again", description = "Send a handover again that was rejected, or not answered.")
final class HandoversAgainCommand implements Callable<Integer> {
    @ParentCommand
    private HandoversCommand handovers;

    @Parameters(paramLabel = "ID", description = "Id of the handover.")
    private UUID id;

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Override
    public Integer call() {
        String by = reasoned.by();
        String reason = reasoned.reason();
        try (Visit visit = handovers.docket().visit()) {
            Handovers.Again again = visit.docket().handovers().again(id, by, reason);
            if (again instanceof Handovers.Again.Refused refused) {
                throw new Refusal("Not sent again: " + refused.reason() + ".");
            }
            if (again instanceof Handovers.Again.Sent sent) {
                handovers
                        .docket()
                        .out()
                        .println("The handover of recording " + sent.recordingId() + " goes to " + sent.system()
                                + " again as soon as the hub runs and the broker takes it.");
            }
        }
        return 0;
    }
}
