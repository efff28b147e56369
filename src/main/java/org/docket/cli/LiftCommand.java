package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.docket.retention.Answer;
import org.docket.retention.Authorities;
import org.docket.retention.Word;
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

    @Mixin
    private final Spoken spoken = new Spoken();

    @Override
    public Integer call() {
        Function<Authorities, Word> word = spoken.word(id, reasoned, null);
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            Answer answer = visit.docket().holds().lift(word.apply(visit.authorities()), name.kind(), name.reference());
            if (answer instanceof Answer.Refused refused) {
                throw new Refusal("Not lifted: " + refused.reason() + ".");
            }
            docket.out()
                    .println(
                            answer instanceof Answer.AlreadySo
                                    ? "Nothing changed: recording " + id + " is not held for " + name + "."
                                    : "Recording " + id + " is no longer held for " + name + ".");
        }
        return 0;
    }
}
