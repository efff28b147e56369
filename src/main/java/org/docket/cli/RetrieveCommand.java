package org.docket.cli;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.preservation.Retrievals;
import org.docket.vault.BlobTiers.Priority;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code docket retrieve}. */
@Command(name = "retrieve", description = "Ask for a recording from the archive; a notice says when it can be read.")
final class RetrieveCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Parameters(paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Option(
            names = "--priority",
            paramLabel = "HOW",
            defaultValue = "standard",
            converter = PriorityConverter.class,
            description = "standard: up to 15 hours; high: often under an hour, for more money.")
    private Priority priority;

    @Override
    public Integer call() {
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            docket.out()
                    .println(words(visit.docket().retrievals().ask(id, reasoned.by(), reasoned.reason(), priority)));
        }
        return 0;
    }

    private String words(Retrievals.Answer answer) {
        if (answer instanceof Retrievals.Answer.Refused refused) {
            throw new Refusal("Not asked for: " + refused.reason() + ".");
        } else if (answer instanceof Retrievals.Answer.AlreadyAsked already) {
            return "Nothing changed: recording " + id + " was asked for at "
                    + already.retrieval().askedAt() + " and is on its way.";
        } else if (answer instanceof Retrievals.Answer.Asked asked) {
            return "Recording " + id + " is on its way to tier "
                    + asked.retrieval().tier().word() + "; './docket show " + id + "' says when it is there.";
        }
        return "Nothing to do: recording " + id + " can be read now.";
    }

    /** Reads a priority as the option writes it. */
    static final class PriorityConverter implements ITypeConverter<Priority> {
        @Override
        public Priority convert(String text) {
            for (Priority priority : Priority.values()) {
                if (priority.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return priority;
                }
            }
            throw new TypeConversionException("'" + text + "' is no priority: use standard or high");
        }
    }
}
