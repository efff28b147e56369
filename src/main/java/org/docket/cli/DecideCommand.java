package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.catalogue.Recording;
import org.docket.console.Words;
import org.docket.retention.Decisions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code docket decide}. */
@Command(name = "decide", description = "Decide whether a recording is kept as evidence.")
final class DecideCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Parameters(
            index = "1",
            paramLabel = "DECISION",
            converter = KindConverter.class,
            description = "retain: keep it as evidence until a review. release: dispose of it when its time is over.")
    private Decisions.Kind kind;

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Override
    public Integer call() {
        Decisions.Decision decision = new Decisions.Decision(id, kind, reasoned.by(), reasoned.reason(), null);
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            Decisions.Answer answer = visit.docket().decisions().decide(decision);
            if (answer instanceof Decisions.Answer.Refused refused) {
                throw new Refusal("Not decided: " + refused.reason() + ".");
            } else if (answer instanceof Decisions.Answer.AlreadySo same) {
                docket.out()
                        .println("Nothing changed: recording " + id + " is already " + kept(same.recording()) + ".");
            } else if (answer instanceof Decisions.Answer.Taken taken) {
                docket.out().println("Recording " + id + " is now " + kept(taken.recording()) + ".");
            }
        }
        return 0;
    }

    private static String kept(Recording recording) {
        return Words.kept(recording.retained(), recording.dueAt(), recording.reviewAt());
    }

    /** Reads a decision as messages write it. */
    static final class KindConverter implements ITypeConverter<Decisions.Kind> {
        @Override
        public Decisions.Kind convert(String text) {
            return switch (text) {
                case "retain" -> Decisions.Kind.RETAIN;
                case "release" -> Decisions.Kind.RELEASE;
                default -> throw new TypeConversionException("'" + text + "' is neither retain nor release");
            };
        }
    }
}
