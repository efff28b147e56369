package org.docket.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.catalogue.Recording;
import org.docket.console.CertificateView;
import org.docket.console.RecordingHistory;
import org.docket.console.RecordingSheet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket show}. */
@Command(name = "show", description = "Show all that is known of one recording, with its history.")
final class ShowCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Parameters(paramLabel = "ID", description = "Id of the recording.")
    private UUID id;

    @Option(names = "--json", description = "Write JSON, as docs/api/recording.schema.json describes it.")
    private boolean json;

    @Override
    public Integer call() {
        try (Visit visit = docket.visit()) {
            Recording recording = visit.recording(id);
            RecordingHistory history = visit.views()
                    .withHistory(recording)
                    .with(visit.docket()
                            .certificates()
                            .find(id)
                            .map(CertificateView::of)
                            .orElse(null));
            if (json) {
                docket.printJson(history);
            } else {
                RecordingSheet.lines(history).forEach(docket.out()::println);
            }
        }
        return 0;
    }
}
