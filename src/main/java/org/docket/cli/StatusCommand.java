package org.docket.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.docket.broker.QueueReport;
import org.docket.console.BrokerStatus;
import org.docket.console.Table;
import org.docket.console.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code docket status}. */
@Command(name = "status", description = "Show how things stand, and where everything is.")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, SQLException {
        HubStatus status;
        try (Visit visit = docket.visit()) {
            status = HubStatus.of(visit);
        }
        if (json) {
            docket.printJson(status);
        } else {
            table(status).lines().forEach(docket.out()::println);
        }
        return 0;
    }

    private static Table table(HubStatus status) {
        HubStatus.HubProcess hub = status.hub();
        Table table = Table.untitled()
                .row(
                        "Hub",
                        hub.running() ? "running, process " + hub.pid() : "not running: start it with './docket run'")
                .row(
                        "Recordings",
                        status.counts().recordings().isEmpty()
                                ? "none yet"
                                : words(status.counts().recordings()))
                .row("Retained", status.counts().retained())
                .row("Due", status.counts().due());
        status.counts()
                .handovers()
                .forEach((system, states) ->
                        table.row("Handovers to " + system, states.isEmpty() ? "none yet" : words(states)));
        queues(table, status.queues());
        status.docks().forEach(dock -> table.row("Dock " + dock.id(), dock.waiting() + " waiting in " + dock.folder()));
        table.row("Policy", status.policy().inForce());
        status.policy()
                .waiting()
                .forEach(waiting -> table.row(
                        "Policy waiting",
                        waiting.version() + ": " + waiting.reason().replace("\n", "; ")));
        table.row("Purge", status.purge().words());
        HubStatus.Where where = status.where();
        return table.row("Quarantine", status.counts().quarantine())
                .row("Custody", status.custody().inWords())
                .row("Fixity", status.custody().fixityInWords())
                .row("Home", where.home())
                .row("Web", orWithHub(where.http()))
                .row("Broker", orWithHub(where.broker()))
                .row("Vault", orWithHub(where.vault()))
                .row("Database", orWithHub(where.database()));
    }

    /** What waits for a person has a line of its own. */
    private static void queues(Table table, BrokerStatus status) {
        List<QueueReport.Queue> queues = status.queues();
        if (status.broker().away() != null) {
            table.row(
                    "Queues",
                    "unknown, the broker did not answer at "
                            + Words.time(status.broker().lookedAt()) + ": "
                            + status.broker().away());
        } else if (!queues.isEmpty()) {
            String waiting = queues.stream()
                    .filter(queue -> !queue.use().isForPeople() && (queue.known() > 0 || queue.unknown() != null))
                    .map(queue -> queue.inWords() + " in " + queue.name())
                    .collect(Collectors.joining(", "));
            table.row("Queues", waiting.isEmpty() ? "empty" : waiting);
        }
        queues.stream()
                .filter(queue -> queue.use().isForPeople() && queue.known() > 0)
                .forEach(queue -> table.row(
                        queue.use() == QueueReport.Use.REFUSED ? "Refused messages" : "Dead letters",
                        queue.inWords() + " in " + queue.name() + ": a person has to look at them"));
    }

    private static String orWithHub(@Nullable String address) {
        return address == null ? "starts with the hub" : address;
    }

    private static String words(Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
