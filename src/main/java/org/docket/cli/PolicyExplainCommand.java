package org.docket.cli;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.catalogue.Recording;
import org.docket.classify.Explanation;
import org.docket.console.ExplanationSheet;
import org.docket.console.ExplanationView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket policy explain}. */
@Command(name = "explain", description = "Say why a recording has its category and its date.")
final class PolicyExplainCommand implements Callable<Integer> {
    @ParentCommand
    private PolicyCommand parent;

    @Parameters(paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public Integer call() {
        DocketCommand docket = parent.docket();
        try (Visit visit = docket.visit()) {
            Recording recording = visit.recording(id);
            Explanation explanation = visit.docket()
                    .explanations()
                    .explain(recording)
                    .orElseThrow(() -> new Refusal("Recording " + id + " is " + recording.state()
                            + " and has no category yet: ask again when it is DEPOSITED."));
            ExplanationView view =
                    ExplanationView.of(explanation, visit.docket().holds().standing(List.of(id)));
            if (json) {
                docket.printJson(view);
            } else {
                ExplanationSheet.lines(view).forEach(docket.out()::println);
            }
        }
        return 0;
    }
}
