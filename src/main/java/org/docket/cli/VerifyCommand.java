package org.docket.cli;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.docket.Docket;
import org.docket.catalogue.Recording;
import org.docket.console.VerificationView;
import org.docket.console.Words;
import org.docket.monitoring.Verification;
import org.docket.monitoring.Verification.Finding;
import org.docket.monitoring.Verification.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code docket verify}. */
@Command(
        name = "verify",
        description = "Read vault, catalogue and custody ledger again, and report where they do not fit.")
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Only these recordings; all without it.")
    private List<UUID> ids = List.of();

    @ArgGroup
    private @Nullable Only only;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    /** At most one of the two. */
    static final class Only {
        @Option(names = "--ledger", required = true, description = "Only the ledger, and the catalogue against it.")
        private boolean ledger;

        @SuppressWarnings("UnusedVariable") // It is the absence of the other.
        @Option(names = "--vault", required = true, description = "Only the vault against the catalogue.")
        private boolean vault;
    }

    @Override
    public Integer call() {
        try (Visit visit = docket.visit()) {
            Docket parts = visit.docket();
            Verification verification =
                    new Verification(parts.catalogue(), parts.ledger(), parts.ledgerVerifier(), parts.vault());
            List<Recording> chosen = ids.stream().map(visit::recording).toList();
            Verification.Report report = ids.isEmpty() ? verification.all(scope()) : verification.of(chosen, scope());
            if (json) {
                docket.printJson(VerificationView.of(report));
            } else {
                print(report);
            }
            return report.verified() ? 0 : 1;
        }
    }

    private Scope scope() {
        if (only == null) {
            return Scope.EVERYTHING;
        }
        return only.ledger ? Scope.LEDGER : Scope.VAULT;
    }

    private void print(Verification.Report report) {
        report.findings().forEach(finding -> docket.out().println(words(finding)));
        String read = Words.recordings(report.recordings())
                + (scope() == Scope.VAULT ? "" : ", " + report.ledgerEntries() + " ledger entries")
                + (scope() == Scope.LEDGER ? "" : ", " + report.blobs() + " blobs");
        if (report.archived() > 0) {
            docket.out()
                    .println(Words.recordings(report.archived())
                            + " in the archive: not read. './docket retrieve ID' brings one back.");
        }
        docket.out()
                .println(
                        report.verified()
                                ? "Verified: " + read + ", and everything fits."
                                : "NOT VERIFIED: " + report.findings().size()
                                        + (report.findings().size() == 1 ? " finding" : " findings") + " in " + read
                                        + ".");
    }

    private static String words(Finding finding) {
        return finding.kind() + " " + finding.part() + " "
                + (finding.recording() == null ? "" : "recording " + finding.recording() + ": ") + finding.what();
    }
}
