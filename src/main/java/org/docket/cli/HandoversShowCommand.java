package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.casework.Handovers;
import org.docket.console.HandoverSheet;
import org.docket.console.HandoverWithMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket handovers show}. */
@Command(name = "show", description = "Show a handover, with its message and what the case system said.")
final class HandoversShowCommand implements Callable<Integer> {
    @ParentCommand
    private HandoversCommand handovers;

    @Parameters(paramLabel = "ID", description = "Id of the handover.")
    private UUID id;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public Integer call() {
        DocketCommand docket = handovers.docket();
        try (Visit visit = docket.visit()) {
            Handovers all = visit.docket().handovers();
            HandoverWithMessage shown = HandoverWithMessage.of(all, id)
                    .orElseThrow(() ->
                            new Refusal("There is no handover " + id + ": look for its id with './docket handovers'."));
            if (json) {
                docket.printJson(shown);
            } else {
                HandoverSheet.lines(shown).forEach(docket.out()::println);
            }
        }
        return 0;
    }
}
