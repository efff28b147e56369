package org.docket.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What everybody who acts on a recording has to say; it stands in the ledger for ever. */
final class Reasoned {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--by", required = true, paramLabel = "WHO", description = "Who says so.")
    private String by;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, with the reference of a case.")
    private String reason;

    String by() {
        return said("--by", by);
    }

    String reason() {
        return said("--reason", reason);
    }

    private String said(String option, String text) {
        if (text.isBlank()) {
            throw new ParameterException(spec.commandLine(), "Option '" + option + "' is empty");
        }
        return text.strip();
    }
}
