package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.enrich.IncidentWord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code docket match}. */
@Command(name = "match", description = "Say to which incident a recording belongs, or that it belongs to none.")
final class MatchCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "INCIDENT",
            description = "Reference of the incident; 'docket show ID' lists those that fit.")
    private @Nullable String incident;

    @Option(names = "--none", description = "It belongs to no incident.")
    private boolean none;

    @Mixin
    private final Reasoned reasoned = new Reasoned();

    @Override
    public Integer call() {
        if (none == (incident != null)) {
            throw new ParameterException(spec.commandLine(), "Say either the INCIDENT or --none.");
        }
        @Nullable String reference = incident == null ? null : incident.strip();
        IncidentWord.Word word = new IncidentWord.Word(id, reference, reasoned.by(), reasoned.reason());
        try (Visit visit = docket.visit()) {
            visit.recording(id);
            IncidentWord.Answer answer = visit.docket().incidentWord().settle(word);
            if (answer instanceof IncidentWord.Answer.Refused refused) {
                throw new Refusal("Not matched: " + refused.reason() + ".");
            }
            String belongs = reference == null ? "belongs to no incident" : "belongs to the incident " + reference;
            docket.out()
                    .println(
                            answer instanceof IncidentWord.Answer.AlreadySo
                                    ? "Nothing changed: somebody has said already that recording " + id + " " + belongs
                                            + "."
                                    : "From now on recording " + id + " " + belongs + ".");
        }
        return 0;
    }
}
