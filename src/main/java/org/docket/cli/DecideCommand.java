package org.docket.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.docket.retention.Answer;
import org.docket.retention.Authorities;
import org.docket.retention.Decisions;
import org.docket.retention.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code docket decide}. */
@Command(name = "decide", description = "Decide what becomes of a recording.")
final class DecideCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Parameters(
            index = "1",
            paramLabel = "DECISION",
            converter = KindConverter.class,
            description = "retain: keep it as evidence until a review. release: dispose of it when its time is over."
                    + " delete-early: ask that it is disposed of before that. approve: let that happen, as a second"
                    + " person. keep: let it not happen. recategorise: say of what category it is.")
    private Kind kind;

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Option(names = "--case", paramLabel = "REF", description = "Reference of the case that it is about.")
    private @Nullable String caseReference;

    @Option(
            names = "--category",
            paramLabel = "C",
            description = "What it is, for recategorise; several times if it is several things.")
    private final List<String> categories = new ArrayList<>();

    @Mixin
    private final Spoken spoken = new Spoken();

    /** What can be decided. */
    private enum Kind {
        RETAIN("retain"),
        RELEASE("release"),
        DELETE_EARLY("delete-early"),
        APPROVE("approve"),
        KEEP("keep"),
        RECATEGORISE("recategorise");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    @Override
    public Integer call() {
        if ((kind == Kind.RECATEGORISE) == categories.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    categories.isEmpty()
                            ? "Say with --category of what category the recording is."
                            : "--category goes only with recategorise.");
        }
        Function<Authorities, Word> word = spoken.word(id, reasoned, caseReference);
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            Answer answer = decide(visit.docket().decisions(), word.apply(visit.authorities()));
            if (answer instanceof Answer.Refused refused) {
                throw new Refusal("Not decided: " + refused.reason() + ".");
            }
            docket.out().println(Sentence.of(answer));
        }
        return 0;
    }

    private Answer decide(Decisions decisions, Word word) {
        return switch (kind) {
            case RETAIN -> decisions.retain(word);
            case RELEASE -> decisions.release(word);
            case DELETE_EARLY -> decisions.deleteEarly(word);
            case APPROVE -> decisions.approve(word);
            case KEEP -> decisions.keep(word);
            case RECATEGORISE -> decisions.recategorise(word, categories);
        };
    }

    /** Reads a decision as messages write it. */
    static final class KindConverter implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String text) {
            for (Kind kind : Kind.values()) {
                if (kind.word.equals(text)) {
                    return kind;
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' is none of retain, release, delete-early, approve, keep and recategorise");
        }
    }
}
