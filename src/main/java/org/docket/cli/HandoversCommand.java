package org.docket.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.docket.casework.Handover;
import org.docket.casework.Handovers;
import org.docket.console.Table;
import org.docket.console.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code docket handovers}. */
@Command(
        name = "handovers",
        subcommands = {HandoversAgainCommand.class, HandoversShowCommand.class},
        synopsisSubcommandLabel = "[again ID|show ID]",
        description = "List what case systems were told and have not acknowledged, the oldest first.")
final class HandoversCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Spec
    private CommandSpec spec;

    @Option(names = "--system", paramLabel = "ID", description = "Only those to this case system.")
    private @Nullable String system;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            converter = StateConverter.class,
            description = "Only those in this state: pending, sent, overdue, rejected or acknowledged.")
    private Handover.@Nullable State state;

    @Option(
            names = "--recording",
            paramLabel = "ID",
            description = "Only those that tell of this recording; without --state the acknowledged ones as well.")
    private @Nullable UUID recording;

    @Option(names = "--limit", paramLabel = "N", description = "At most this many; 100 without it.")
    private int limit = 100;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    DocketCommand docket() {
        return docket;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--limit': " + limit + " is less than 1");
        }
        try (Visit visit = docket.visit()) {
            List<Handovers.Listed> listed =
                    visit.docket().handovers().page(new Handovers.Filter(system, state, recording), null, limit);
            // One that is listed no more may have handovers all the same.
            if (listed.isEmpty() && system != null) {
                requireKnown(visit, system);
            }
            if (json) {
                docket.printJson(listed);
            } else {
                print(listed);
            }
        }
        return 0;
    }

    void requireKnown(Visit visit, String id) {
        if (!visit.docket().caseSystems().ids().contains(id)) {
            throw new Refusal("There is no case system " + Words.printable(id) + " in casework.yaml; there is: "
                    + String.join(", ", visit.docket().caseSystems().ids()) + ".");
        }
    }

    private void print(List<Handovers.Listed> listed) {
        if (listed.isEmpty()) {
            docket.out().println("There are none.");
            return;
        }
        Table table = Table.of(
                "HANDOVER",
                "RECORDING",
                "SYSTEM",
                "TYPE",
                "STATE",
                "TRIED",
                "SENT",
                "WRITTEN",
                "ANSWER DUE",
                "LAST ERROR");
        listed.forEach(handover -> table.row(
                handover.id(),
                handover.recordingId(),
                handover.system(),
                handover.type(),
                handover.state(),
                handover.attempts(),
                handover.timesSent(),
                Words.time(handover.createdAt()),
                handover.answerDueAt() == null ? Words.NONE : Words.time(handover.answerDueAt()),
                Words.orNone(handover.lastError())));
        table.lines().forEach(docket.out()::println);
        if (listed.size() == limit) {
            docket.out().println("There may be more: see --limit.");
        }
    }

    /** Reads a state in any case. */
    static final class StateConverter implements ITypeConverter<Handover.State> {
        @Override
        public Handover.State convert(String text) {
            try {
                return Handover.State.valueOf(text.strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(Handover.State.values())
                                .map(known -> known.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
            }
        }
    }
}
