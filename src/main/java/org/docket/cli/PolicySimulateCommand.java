package org.docket.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.docket.casework.CaseSystems;
import org.docket.classify.Rulebook;
import org.docket.classify.RulebookFiles;
import org.docket.classify.Simulated;
import org.docket.classify.Simulated.Count;
import org.docket.classify.Simulated.Example;
import org.docket.classify.Simulated.Move;
import org.docket.configuration.Settings;
import org.docket.console.Table;
import org.docket.console.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code docket policy simulate}. */
@Command(
        name = "simulate",
        description = {
            "Say what the policy and the retention rules in the folder of --config would do to the recordings there are. Changes"
                    + " nothing."
        })
final class PolicySimulateCommand implements Callable<Integer> {
    @ParentCommand
    private PolicyCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Override
    public Integer call() {
        DocketCommand docket = parent.docket();
        Settings settings = docket.settings();
        Rulebook candidate = new RulebookFiles(settings::file).read();
        CaseSystems.load(
                settings.file("casework.yaml"),
                candidate.retention().names(),
                candidate.retention().zone());
        Simulated simulated;
        try (Visit visit = docket.visit()) {
            simulated = visit.docket()
                    .simulation()
                    .run(visit.docket().policy().now(), candidate, () -> Thread.currentThread()
                            .isInterrupted());
        }
        if (json) {
            docket.printJson(simulated);
        } else {
            lines(simulated).forEach(docket.out()::println);
        }
        return 0;
    }

    private List<String> lines(Simulated simulated) {
        List<String> lines = new ArrayList<>();
        boolean same = simulated.version().equals(simulated.inForce());
        lines.add("Rulebook " + simulated.version()
                + (same ? ", which is in force, on " : " instead of " + simulated.inForce() + ", on ")
                + Words.recordings(simulated.recordings()) + ":");
        lines.add("");
        earlier(simulated, lines);
        looser(simulated, lines);
        count("LATER", "would become due later", simulated.later(), lines);
        count("RETAINED", "would be retained from then on", simulated.becomeRetained(), lines);
        count(
                "STAYS",
                "would stay retained although the category is kept for a time only",
                simulated.stayRetained(),
                lines);
        moves(simulated, lines);
        lines.add("");
        lines.add(
                simulated.mustBeAccepted()
                        ? "A hub takes it up only once it is accepted: ./docket policy accept " + simulated.version()
                                + " --by WHO --reason TEXT"
                        : "No date is brought forward and no rule is looser: a hub takes it up by itself.");
        return lines;
    }

    private void earlier(Simulated simulated, List<String> lines) {
        List<String> earlier = new ArrayList<>();
        count(
                "EARLIER",
                "would be disposed of earlier, " + simulated.dueAtOnce() + " of them at the next purge",
                simulated.earlier(),
                earlier);
        mark(simulated.earlier().recordings() > 0, earlier, lines);
    }

    private void looser(Simulated simulated, List<String> lines) {
        List<String> looser = new ArrayList<>();
        looser.add("LOOSER  " + simulated.looser().size() + (simulated.looser().size() == 1 ? " rule" : " rules"));
        simulated.looser().forEach(rule -> looser.add("    " + rule));
        mark(!simulated.looser().isEmpty(), looser, lines);
        List<String> exposed = new ArrayList<>();
        count(
                "PROTECTED LESS",
                "would have a shorter minimum or a looser rule for early deletion",
                simulated.protectedLess(),
                exposed);
        mark(simulated.protectedLess().recordings() > 0, exposed, lines);
    }

    private void mark(boolean marked, List<String> some, List<String> lines) {
        some.forEach(line -> lines.add(marked ? red(line) : line));
    }

    private static void count(String mark, String what, Count count, List<String> lines) {
        lines.add(mark + "  " + Words.recordings(count.recordings()) + " " + what);
        examples(count.examples()).forEach(line -> lines.add("    " + line));
    }

    private static List<String> examples(List<Example> examples) {
        Table table = Table.untitled();
        examples.forEach(example -> table.row(
                example.id(),
                example.dock() + "/" + example.name(),
                changed(example.categoryBefore(), example.categoryAfter()),
                changed(
                        due(example.dueBefore() == null, Words.time(example.dueBefore())),
                        due(example.dueAfter() == null, Words.time(example.dueAfter())))));
        return table.lines();
    }

    private static String due(boolean retained, String time) {
        return retained ? "retained" : "due " + time;
    }

    private static String changed(String before, String after) {
        return before.equals(after) ? before : before + " -> " + after;
    }

    private static void moves(Simulated simulated, List<String> lines) {
        lines.add("CATEGORY  " + Words.recordings(simulated.otherCategory()) + " would change category");
        Table table = Table.untitled();
        for (Move move : simulated.categories()) {
            table.row(
                    move.from() + " -> " + move.to(),
                    Words.recordings(move.recordings()),
                    "such as "
                            + move.examples().stream()
                                    .map(example -> example.id().toString())
                                    .collect(Collectors.joining(", ")));
        }
        table.lines().forEach(line -> lines.add("    " + line));
        besides(simulated, lines);
    }

    private static void besides(Simulated simulated, List<String> lines) {
        lines.add("BESIDE  " + Words.recordings(simulated.otherSets().recordings())
                + " would have other categories beside the one that governs");
        Table table = Table.untitled();
        for (Example example : simulated.otherSets().examples()) {
            table.row(
                    example.id(),
                    example.dock() + "/" + example.name(),
                    changed(
                            String.join(", ", example.categoriesBefore()),
                            String.join(", ", example.categoriesAfter())));
        }
        table.lines().forEach(line -> lines.add("    " + line));
    }

    /** Red where the terminal shows colours; the word at the front says it everywhere. */
    private String red(String line) {
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        return ansi.enabled() ? Style.on(Style.bold, Style.fg_red) + line + Style.on(Style.reset) : line;
    }
}
