package org.docket.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.console.Words;
import org.docket.intake.Quarantine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket quarantine retry}. */
@Command(
        name = "retry",
        description = "Put something from quarantine back into its dock's folder, to be taken in after all.")
final class QuarantineRetryCommand implements Callable<Integer> {
    @ParentCommand
    private QuarantineCommand quarantine;

    @Parameters(paramLabel = "NAME", description = "Its name as it is listed, or the one that it is kept as.")
    private String name;

    @Option(names = "--dock", paramLabel = "DOCK", description = "Id of the dock that it came from.")
    private @Nullable String dock;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    /** What was put back, and where to. */
    private record Answer(String dock, String name, String reason, String path) {}

    @Override
    public Integer call() throws IOException {
        Quarantine all = quarantine.quarantine();
        Quarantine.Kept kept = find(all.kept());
        Quarantine.Retried retried = all.retry(kept);
        String shown = Words.printable(kept.reason().name());
        if (retried instanceof Quarantine.Retried.Refused refused) {
            throw new Refusal(
                    "Not retried: " + shown + " stays in quarantine: " + Words.printable(refused.reason()) + ".");
        } else if (retried instanceof Quarantine.Retried.Back back) {
            say(kept.reason(), shown, back.path().toString());
        }
        return 0;
    }

    private void say(Quarantine.Reason reason, String shown, String path) {
        if (json) {
            quarantine
                    .docket()
                    .printJson(new Answer(
                            reason.dock(), reason.name(), reason.reason().name(), path));
        } else {
            quarantine
                    .docket()
                    .out()
                    .println(shown + " lies in the folder of " + reason.dock()
                            + " again; the hub takes it in when it is whole.");
        }
    }

    /** By the name that only one thing has in the quarantine of a dock, else by the one that it came with. */
    private Quarantine.Kept find(List<Quarantine.Kept> all) {
        List<Quarantine.Kept> ofDock = all.stream()
                .filter(kept -> dock == null || kept.reason().dock().equals(dock))
                .toList();
        List<Quarantine.Kept> found = called(ofDock, Quarantine.Kept::keptAs);
        if (found.isEmpty()) {
            found = called(ofDock, kept -> kept.reason().name());
        }
        String shown = Words.printable(name);
        if (found.isEmpty()) {
            throw new Refusal("Not retried: nothing called " + shown + " is in quarantine"
                    + (dock == null ? "" : " of dock " + Words.printable(dock)) + ".\nSee: docket quarantine");
        }
        if (found.size() > 1) {
            throw new Refusal("Not retried: more than one thing called " + shown + " is in quarantine.\nSay which: "
                    + found.stream()
                            .map(kept -> Words.printable(kept.keptAs()) + " --dock "
                                    + kept.reason().dock())
                            .collect(Collectors.joining(", or ")));
        }
        return found.get(0);
    }

    private List<Quarantine.Kept> called(List<Quarantine.Kept> all, Function<Quarantine.Kept, String> part) {
        return all.stream()
                .filter(kept -> part.apply(kept).equals(name)
                        || Words.printable(part.apply(kept)).equals(name))
                .toList();
    }
}
