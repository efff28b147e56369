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
@Command(name = "quarantine", description = "List what intake could not take in, and why.")
final class QuarantineCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Settings settings = docket.settings();
        IntakeConfiguration intake = settings.read(IntakeConfiguration.class);
        DockFolders folders = new DockFolders(intake, Docks.load(settings.file("docks.yaml")), docket.clock());
        List<Quarantine.Reason> reasons = new Quarantine(intake, folders, docket.clock()).list();
        if (json) {
            docket.printJson(reasons);
        } else if (reasons.isEmpty()) {
            docket.out().println("Nothing is in quarantine.");
        } else {
            Table table = Table.of("DOCK", "NAME", "BYTES", "SINCE", "WHY", "WHAT TO DO");
            reasons.forEach(reason -> table.row(
                    reason.dock(),
                    reason.name(),
                    Words.bytes(reason.bytes()),
                    Words.time(reason.quarantinedAt()),
                    reason.explanation(),
                    reason.remedy()));
            table.lines().forEach(docket.out()::println);
            docket.out().println("It lies in " + intake.quarantine() + ".");
        }
        return 0;
    }
}
