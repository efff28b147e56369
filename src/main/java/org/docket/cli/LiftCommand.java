package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.retention.Holds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket lift}. */
@Command(name = "lift", description = "Lift a hold.")
final class LiftCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Parameters(paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Mixin
    private final HoldName name = new HoldName();

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Override
    public Integer call() {
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            Holds.Answer answer =
                    visit.docket().holds().lift(id, name.kind(), name.reference(), reasoned.by(), reasoned.reason());
            if (answer instanceof Holds.Answer.Refused refused) {
                throw new Refusal("Not lifted: " + refused.reason() + ".");
            }
            docket.out()
                    .println(
                            answer instanceof Holds.Answer.AlreadySo
                                    ? "Nothing changed: recording " + id + " is not held for " + name + "."
                                    : "Recording " + id + " is no longer held for " + name + ".");
        }
        return 0;
    }
}
