package org.docket.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.console.Table;
import org.docket.console.Words;
import org.docket.monitoring.Found;
import org.docket.monitoring.Reconciliation;
import org.docket.monitoring.Reconciliation.Outcome;
import org.docket.monitoring.Reconciliation.Reconciled;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code docket reconcile}. */
@Command(
        name = "reconcile",
        description =
                "Hold what the vault lists, and what lies in dock folders, against the catalogue; deletes nothing.")
final class ReconcileCommand implements Callable<Integer> {
    /** More than a person reads; a reconciliation keeps no more of one kind. */
    private static final int MOST = 10_000;

    @ParentCommand
    private DocketCommand docket;

    @Option(names = "--standing", description = "Look at nothing: only show what stands.")
    private boolean standing;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    /** A finding as programs read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingView(
            Found.Kind kind,
            String subject,
            @Nullable UUID recordingId,
            @Nullable String dock,
            String what,
            Instant foundAt,
            Instant seenAt) {}

    /** What the last reconciliation came to, and what stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReconciledView(
            @Nullable Instant reconciledAt,
            long catalogued,
            long listed,
            Map<Found.Kind, Long> standing,
            List<FindingView> findings) {}

    @Override
    public Integer call() {
        try (Visit visit = docket.visit()) {
            Reconciliation reconciliation = visit.docket().reconciliation();
            if (!standing && !(reconciliation.run() instanceof Outcome.Done)) {
                throw new Refusal("Another hub or command is reconciling just now: see what stands with"
                        + " './docket reconcile --standing', or try again later.");
            }
            ReconciledView view = view(reconciliation);
            if (json) {
                docket.printJson(view);
            } else {
                print(view);
            }
            return view.standing().isEmpty() ? 0 : 1;
        }
    }

    private static ReconciledView view(Reconciliation reconciliation) {
        Optional<Reconciled> latest = reconciliation.latest();
        return new ReconciledView(
                latest.map(Reconciled::endedAt).orElse(null),
                latest.map(last -> last.counts().catalogued()).orElse(0L),
                latest.map(last -> last.counts().listed()).orElse(0L),
                reconciliation.findings().standingByKind(),
                reconciliation.findings().standing(MOST).stream()
                        .map(finding -> new FindingView(
                                finding.found().kind(),
                                finding.found().subject(),
                                finding.found().recordingId(),
                                finding.found().dock(),
                                finding.found().what(),
                                finding.foundAt(),
                                finding.seenAt()))
                        .toList());
    }

    private void print(ReconciledView view) {
        if (!view.findings().isEmpty()) {
            Table table = Table.of("KIND", "SINCE", "RECORDING", "SUBJECT", "WHAT");
            view.findings()
                    .forEach(finding -> table.row(
                            finding.kind(),
                            Words.time(finding.foundAt()),
                            Words.orNone(finding.recordingId()),
                            finding.subject(),
                            finding.what()));
            table.lines().forEach(docket.out()::println);
        }
        String words = CustodyStatus.reconciled(view.reconciledAt(), view.catalogued(), view.listed());
        docket.out()
                .println(words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + "; "
                        + CustodyStatus.standing(view.standing()) + ".");
    }
}
