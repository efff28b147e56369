package org.docket.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.docket.console.Words;
import org.docket.retention.Answer;
import org.docket.retention.Authorities;
import org.docket.retention.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code docket hold}. */
@Command(name = "hold", description = "Forbid the disposal of a recording for a named reason.")
final class HoldCommand implements Callable<Integer> {
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

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "When it ends by itself, such as 2027-03-01T00:00:00Z; without it, it stands until it is lifted.")
    private @Nullable Instant until;

    @Override
    public Integer call() {
        Function<Authorities, Word> word = spoken.word(id, reasoned, null);
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            Answer answer =
                    visit.docket().holds().place(word.apply(visit.authorities()), name.kind(), name.reference(), until);
            if (answer instanceof Answer.Refused refused) {
                throw new Refusal("Not held: " + refused.reason() + ".");
            }
            String words =
                    "recording " + id + " is held: " + name + (until == null ? "" : " until " + Words.time(until));
            docket.out()
                    .println(
                            answer instanceof Answer.AlreadySo
                                    ? "Nothing changed: recording " + id + " is already held for " + name + "."
                                    : "From now on " + words + ".");
        }
        return 0;
    }

    /** Reads an ISO 8601 time with its offset. */
    static final class TimeConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + text + "' is no ISO 8601 time with an offset, such as 2027-03-01T00:00:00Z");
            }
        }
    }
}
