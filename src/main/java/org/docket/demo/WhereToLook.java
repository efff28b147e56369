package org.docket.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.docket.casework.CaseSystem;
import org.docket.console.Table;

/**
 * Where the demo can be seen from outside.
 *
 * @param http root of the hub's web addresses
 */
record WhereToLook(String http, String brokerUrl, String vault, Path docks, List<CaseSystem> systems) {
    /** What to look at; without what stops with the hub if it is about to stop. */
    List<String> lines(boolean ending) {
        Table table = Table.untitled()
                .row("recordings", "./docket recordings, and ./docket show ID for one of them")
                .row("proof", "./docket verify reads vault, catalogue and custody ledger again")
                .row("receipts", docks.resolve("*").resolve("*.receipt.json"));
        if (ending) {
            table.row("the hub itself", "./docket demo keeps it running; ./docket status says where it is");
        } else {
            table.row("health", http + "/health")
                    .row("metrics", http + "/metrics")
                    .row(
                            "JMX",
                            http + "/jolokia/read/org.docket:*, or jconsole "
                                    + ProcessHandle.current().pid())
                    .row("blobs", vault + ", for any client of Azure storage");
            systems.forEach(system -> table.row("case system", "queue " + system.queue() + " at " + brokerUrl));
        }
        List<String> lines = new ArrayList<>();
        lines.add("Where to look:");
        table.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }
}
