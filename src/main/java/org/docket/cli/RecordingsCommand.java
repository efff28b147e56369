package org.docket.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.docket.catalogue.RecordingState;
import org.docket.console.RecordingView;
import org.docket.console.Table;
import org.docket.console.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code docket recordings}. */
@Command(name = "recordings", description = "List recordings, the latest received first.")
final class RecordingsCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            converter = StateConverter.class,
            description = "Only those in this state: received, quarantined, deposited, disposing or disposed.")
    private @Nullable RecordingState state;

    @Option(names = "--limit", paramLabel = "N", description = "At most this many; all without it.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--json", description = "Write JSON, as docs/api/recording.schema.json describes it.")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--limit': " + limit + " is less than 1");
        }
        try (Visit visit = docket.visit()) {
            List<RecordingView> recordings =
                    visit.views().of(visit.docket().catalogue().list(state, limit));
            if (json) {
                docket.printJson(recordings);
            } else {
                print(recordings);
            }
        }
        return 0;
    }

    private void print(List<RecordingView> recordings) {
        if (recordings.isEmpty()) {
            docket.out()
                    .println(
                            state == null
                                    ? "There are no recordings yet."
                                    : "There are no recordings in the state " + state + ".");
            return;
        }
        Table table = Table.of("RECORDING", "DOCK", "NAME", "STATE", "CATEGORY", "KEPT", "HANDOVER");
        recordings.forEach(recording -> table.row(
                recording.id(),
                recording.dock(),
                recording.name(),
                recording.state(),
                Words.orNone(recording.category()),
                Words.kept(recording.retained(), recording.dueAt(), recording.reviewAt()),
                Words.handovers(recording.handovers())));
        table.lines().forEach(docket.out()::println);
    }
}
