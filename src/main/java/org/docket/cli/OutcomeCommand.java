package org.docket.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.docket.retention.Answer;
import org.docket.retention.Authorities;
import org.docket.retention.Outcome;
import org.docket.retention.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code docket outcome}. */
@Command(name = "outcome", description = "Tell what became of a case that a recording belongs to.")
final class OutcomeCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Parameters(
            index = "1",
            paramLabel = "OUTCOME",
            description = "One of outcomes in retention.yaml, such as charge, acquittal or conviction.")
    private String kind;

    @Option(
            names = "--at",
            required = true,
            paramLabel = "DATE",
            converter = DayConverter.class,
            description = "The day of the outcome, such as 2026-09-01.")
    private LocalDate at;

    @Option(names = "--case", required = true, paramLabel = "REF", description = "Reference of the case.")
    private String caseReference;

    @Option(names = "--custody", description = "The sentence is custody or a hospital order.")
    private boolean custody;

    @Option(
            names = "--until",
            paramLabel = "DATE",
            converter = DayConverter.class,
            description = "The day on which custody or hospital ends, if it is known.")
    private @Nullable LocalDate until;

    @Option(
            names = "--defendant",
            paramLabel = "REF",
            description = "A reference, no name, of the person whom it concerns; for cases with several.")
    private @Nullable String defendant;

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Mixin
    private final Spoken spoken = new Spoken();

    @Override
    public Integer call() {
        Function<Authorities, Word> word = spoken.word(id, reasoned, caseReference);
        String about = defendant == null ? null : spoken.bounded("--defendant", defendant);
        Outcome outcome = new Outcome(kind, at, until, custody || until != null, null, about);
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            Answer answer = visit.docket().outcomes().take(word.apply(visit.authorities()), outcome);
            if (answer instanceof Answer.Refused refused) {
                throw new Refusal("Not taken: " + refused.reason() + ".");
            }
            docket.out().println(Sentence.of(answer));
        }
        return 0;
    }

    /** Reads an ISO 8601 date. */
    static final class DayConverter implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text + "' is no ISO 8601 date, such as 2026-09-01");
            }
        }
    }
}
