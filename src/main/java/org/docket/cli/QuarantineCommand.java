package org.docket.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.docket.configuration.Settings;
import org.docket.console.Table;
import org.docket.console.Words;
import org.docket.intake.DockFolders;
import org.docket.intake.Docks;
import org.docket.intake.IntakeConfiguration;
import org.docket.intake.Quarantine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code docket quarantine}. It looks at folders only, so it starts no parts. */
@Command(
        name = "quarantine",
        subcommands = QuarantineRetryCommand.class,
        synopsisSubcommandLabel = "[retry NAME]",
        description = "List what intake could not take in, and why.")
final class QuarantineCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    DocketCommand docket() {
        return docket;
    }

    private IntakeConfiguration intake() {
        return docket.settings().read(IntakeConfiguration.class);
    }

    Quarantine quarantine() {
        Settings settings = docket.settings();
        Docks docks = Docks.load(settings.file("docks.yaml"));
        return new Quarantine(intake(), new DockFolders(intake(), docks, docket.clock()), docket.clock());
    }

    @Override
    public Integer call() throws IOException {
        List<Quarantine.Kept> kept = quarantine().kept();
        if (json) {
            docket.printJson(kept);
        } else if (kept.isEmpty()) {
            docket.out().println("Nothing is in quarantine.");
        } else {
            Table table = Table.of("DOCK", "NAME", "BYTES", "SINCE", "WHY", "WHAT TO DO");
            kept.forEach(thing -> row(table, thing));
            table.lines().forEach(docket.out()::println);
            docket.out().println("It lies in " + intake().quarantine() + ".");
        }
        return 0;
    }

    private static void row(Table table, Quarantine.Kept kept) {
        Quarantine.Reason reason = kept.reason();
        table.row(
                reason.dock(),
                kept.keptAs().equals(reason.name()) ? reason.name() : reason.name() + ", kept as " + kept.keptAs(),
                Words.bytes(reason.bytes()),
                Words.time(reason.quarantinedAt()),
                reason.explanation(),
                reason.remedy());
    }
}
