package org.docket.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.docket.console.Table;
import org.docket.console.Words;
import org.docket.retention.EarlyRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code docket requests}. */
@Command(
        name = "requests",
        description =
                "List what waits for a second person: early deletions, and categories that keep a recording for a shorter time;"
                        + " and the early deletions that cool off.")
final class RequestsCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (Visit visit = docket.visit()) {
            List<EarlyRequest> open = visit.docket().earlyRequests().open();
            if (json) {
                docket.printJson(open);
            } else if (open.isEmpty()) {
                docket.out().println("Nobody asks that a recording is deleted early or kept for a shorter time.");
            } else {
                Table table = Table.of("RECORDING", "ASKED", "BY", "FOR", "APPROVED BY", "DUE", "WITHOUT IT");
                open.forEach(request -> row(table, request));
                table.lines().forEach(docket.out()::println);
            }
        }
        return 0;
    }

    private static void row(Table table, EarlyRequest request) {
        String wish = request.categories().isEmpty() ? "deletion" : String.join(", ", request.categories());
        if (request.waits()) {
            table.row(
                    request.recordingId(),
                    Words.time(request.askedAt()),
                    request.askedBy(),
                    wish,
                    "nobody yet",
                    "",
                    "");
        } else {
            table.row(
                    request.recordingId(),
                    Words.time(request.askedAt()),
                    request.askedBy(),
                    wish,
                    String.valueOf(request.approvedBy()),
                    Words.time(request.dueAt()),
                    Words.time(request.dueBefore()));
        }
    }
}
