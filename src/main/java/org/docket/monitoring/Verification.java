package org.docket.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerVerifier;
import org.docket.vault.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Holds vault, catalogue and custody ledger against each other, by reading all of them again: the chains of the ledger are derived
 * anew, the catalogue must say of each recording what its history says, and each blob is read from end to end. Changes nothing.
 */
public final class Verification {
    private static final int PAGE = 1_000;

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final LedgerVerifier chains;
    private final Vault vault;

    public Verification(Catalogue catalogue, Ledger ledger, LedgerVerifier chains, Vault vault) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.chains = chains;
        this.vault = vault;
    }

    /** What is read again. */
    public enum Scope {
        EVERYTHING,
        LEDGER,
        VAULT;

        boolean ledger() {
            return this != VAULT;
        }

        boolean vault() {
            return this != LEDGER;
        }
    }

    /** Where something was found. */
    public enum Part {
        LEDGER,
        CATALOGUE,
        VAULT
    }

    /** What a finding amounts to. */
    public enum Kind {
        /** It is not as it was. */
        WRONG,
        /** It could not be asked, so nothing is known. */
        UNKNOWN
    }

    /**
     * One thing that keeps a recording from being verified.
     *
     * @param recording which one; absent if the finding itself names it
     * @param what one sentence
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Finding(Part part, Kind kind, @Nullable UUID recording, String what) {}

    /**
     * What was read and what was found.
     *
     * @param blobs how many blobs were read from end to end, or confirmed to be gone
     * @param archived how many blobs were passed over: they are in the archive, and have to be retrieved to be read
     */
    public record Report(long recordings, long ledgerEntries, long blobs, long archived, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        /** Whether everything was read that can be, and nothing was found. */
        public boolean verified() {
            return findings.isEmpty();
        }
    }

    /** Verifies all recordings that there are when it begins, and that none is missing. */
    public Report all(Scope scope) {
        List<Finding> findings = new ArrayList<>();
        Optional<UUID> last = catalogue.lastId();
        long entries = 0;
        if (scope.ledger()) {
            entries = chain(null, findings);
            missing(findings);
        }
        VaultReading reading = new VaultReading(vault);
        long recordings = 0;
        UUID after = null;
        List<Recording> page = page(after, last);
        while (!page.isEmpty()) {
            check(page, scope, reading, findings);
            recordings += page.size();
            after = page.get(page.size() - 1).id();
            page = page(after, last);
        }
        reading.unread().ifPresent(findings::add);
        return new Report(recordings, entries, reading.read(), reading.archived(), findings);
    }

    private List<Recording> page(@Nullable UUID after, Optional<UUID> last) {
        return last.map(until -> catalogue.page(after, until, PAGE)).orElse(List.of());
    }

    /** Verifies these recordings. */
    public Report of(List<Recording> recordings, Scope scope) {
        List<Finding> findings = new ArrayList<>();
        long entries = 0;
        if (scope.ledger()) {
            for (Recording recording : recordings) {
                entries += chain(recording.id(), findings);
            }
        }
        VaultReading reading = new VaultReading(vault);
        check(recordings, scope, reading, findings);
        reading.unread().ifPresent(findings::add);
        return new Report(recordings.size(), entries, reading.read(), reading.archived(), findings);
    }

    private long chain(@Nullable UUID recordingId, List<Finding> findings) {
        LedgerVerifier.Report report = chains.verify(recordingId);
        report.findings().forEach(what -> findings.add(new Finding(Part.LEDGER, Kind.WRONG, null, what)));
        return report.entries();
    }

    /** A recording has its row long before its history says that it was deposited, so the history is read first. */
    private void missing(List<Finding> findings) {
        UUID after = null;
        List<UUID> deposited = ledger.recordingsWith(History.DEPOSITED, after, PAGE);
        while (!deposited.isEmpty()) {
            catalogue
                    .unknown(deposited)
                    .forEach(id -> findings.add(new Finding(
                            Part.CATALOGUE,
                            Kind.WRONG,
                            id,
                            "its history says that it was deposited, but it has no row")));
            after = deposited.get(deposited.size() - 1);
            deposited = ledger.recordingsWith(History.DEPOSITED, after, PAGE);
        }
    }

    private void check(List<Recording> recordings, Scope scope, VaultReading reading, List<Finding> findings) {
        for (Recording recording : recordings) {
            Optional<Recording> current = Optional.of(recording);
            List<Finding> found = look(recording, scope, reading);
            if (!found.isEmpty()) {
                // A hub may have gone on with the recording since it was listed; then it is judged by what it is now.
                current = catalogue.find(recording.id());
                boolean moved = current.isEmpty() || current.get().state() != recording.state();
                found = !moved
                        ? found
                        : current.map(now -> look(now, scope, reading)).orElse(List.of());
            }
            findings.addAll(found);
        }
    }

    private List<Finding> look(Recording recording, Scope scope, VaultReading reading) {
        if (recording.state() == RecordingState.RECEIVED || recording.state() == RecordingState.QUARANTINED) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Optional<String> deposited = Optional.empty();
        if (scope.ledger()) {
            History history = History.of(ledger.history(recording.id()));
            deposited = history.sha256();
            history.disagreements(recording)
                    .forEach(what -> findings.add(new Finding(Part.CATALOGUE, Kind.WRONG, recording.id(), what)));
        }
        if (scope.vault()) {
            // The history is chained and the catalogue is not: where they differ, the history says what the blob must
            // be.
            String sha256 = deposited.orElseGet(() -> String.valueOf(recording.sha256()));
            reading.look(recording, sha256).ifPresent(findings::add);
        }
        return findings;
    }
}
