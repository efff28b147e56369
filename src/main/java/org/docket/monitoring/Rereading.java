package org.docket.monitoring;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.catalogue.ReadTurns;
import org.docket.catalogue.ReadTurns.Blob;
import org.docket.custody.Ledger;
import org.docket.vault.Fixity;
import org.docket.vault.HeldBlob;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Jdbi;

/** Reads one recording again from end to end, and writes down what came of it. */
final class Rereading {
    private static final String ACT = "fixity-failed";

    private final Jdbi jdbi;
    private final Vault vault;
    private final ReadTurns turns;
    private final Findings findings;
    private final Ledger ledger;
    private final Notices notices;
    private final Clock clock;

    Rereading(Jdbi jdbi, Vault vault, Ledger ledger, Notices notices, Clock clock) {
        this.jdbi = jdbi;
        this.vault = vault;
        this.turns = new ReadTurns(jdbi);
        this.findings = new Findings(jdbi);
        this.ledger = ledger;
        this.notices = notices;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Result {
        /** Every byte was read, and all are as they were deposited. */
        record Intact() implements Result {}

        /** They are not, or the blob is gone. */
        record Altered() implements Result {}

        /** It was not read: it lies in the archive, or is being disposed of. */
        record PassedOver() implements Result {}

        /** The vault could not be asked. */
        record Unknown(String reason) implements Result {}
    }

    /**
     * Reads it.
     *
     * @param told how many notices were given before; one too many is left to the caller
     */
    Result read(Blob blob, AtomicInteger told) {
        Optional<HeldBlob> held;
        try {
            held = vault.recordings().look(blob.name());
        } catch (RuntimeException e) {
            return new Result.Unknown("the vault could not be asked about " + blob.name() + ": " + e.getMessage());
        }
        if (held.isPresent() && held.get().archived()) {
            // Nothing can be read there. Bringing it back costs money, and is for whoever needs the recording.
            turns.passed(blob.id(), clock.instant());
            return new Result.PassedOver();
        }
        if (held.isEmpty()) {
            return altered(blob, Found.Kind.MISSING, "blob " + blob.name() + " is missing", told);
        }
        Fixity fixity = vault.reread(blob.name(), blob.sha256());
        if (fixity instanceof Fixity.Altered) {
            // Once more: what was altered on its way here is in order in the vault.
            fixity = vault.reread(blob.name(), blob.sha256());
        }
        if (fixity instanceof Fixity.Archived) {
            turns.passed(blob.id(), clock.instant());
            return new Result.PassedOver();
        }
        if (fixity instanceof Fixity.Unknown unknown) {
            return new Result.Unknown(unknown.reason());
        }
        return fixity instanceof Fixity.Altered altered
                ? altered(blob, Found.Kind.ALTERED, altered.finding(), told)
                : intact(blob);
    }

    private Result intact(Blob blob) {
        turns.intact(blob.id(), clock.instant());
        findings.resolve(Found.Kind.ALTERED, blob.name(), clock.instant());
        return new Result.Intact();
    }

    private Result altered(Blob blob, Found.Kind kind, String what, AtomicInteger told) {
        turns.passed(blob.id(), clock.instant());
        if (turns.find(blob.id()).isEmpty()) {
            // A purge condemned it meanwhile.
            return new Result.PassedOver();
        }
        Found found = new Found(kind, blob.name(), blob.id(), blob.dock(), what);
        jdbi.useTransaction(handle -> {
            if (!findings.note(handle, found, null, clock.instant())) {
                return;
            }
            ledger.append(
                    handle,
                    blob.id(),
                    clock.instant(),
                    Ledger.DOCKET,
                    ACT,
                    "the blob was read again from end to end",
                    Map.of("blob", blob.name(), "finding", what));
            if (told.incrementAndGet() <= Reconciliation.MOST_NOTICES) {
                notices.add(handle, found.asNotice());
            }
        });
        return new Result.Altered();
    }

    /** One that could not be read although the vault answers has had its turn: it must not stand in the way of the others. */
    void passedOver(Blob blob) {
        turns.passed(blob.id(), clock.instant());
    }
}
