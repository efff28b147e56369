package org.docket.cli;

import java.util.UUID;
import java.util.function.Function;
import org.docket.retention.Authorities;
import org.docket.retention.RequestKey;
import org.docket.retention.Word;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What makes a word the same when it is typed again. */
final class Spoken {
    private static final int MOST_CHARACTERS = 250;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--request-id",
            paramLabel = "KEY",
            description = "An id of your own for this request: typed again with the same id, it is done once.")
    private @Nullable String requestId;

    /** The word of whoever types the command, once it is known what they may. */
    Function<Authorities, Word> word(UUID recording, Reasoned reasoned, @Nullable String caseReference) {
        String by = reasoned.by();
        String reason = reasoned.reason();
        @Nullable String about = caseReference == null ? null : bounded("--case", caseReference);
        @Nullable RequestKey key = requestId == null ? null : RequestKey.of(by, bounded("--request-id", requestId));
        return authorities -> new Word(recording, authorities.person(by), reason, about, key);
    }

    /** What an option says, if it is short enough to be looked up by. */
    String bounded(String option, String text) {
        if (text.isBlank() || text.length() > MOST_CHARACTERS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option '" + option + "' has " + text.strip().length() + " characters: give 1 to "
                            + MOST_CHARACTERS);
        }
        return text.strip();
    }
}
