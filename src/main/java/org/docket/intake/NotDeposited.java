package org.docket.intake;

import java.time.Duration;
import java.util.UUID;
import org.docket.vault.Deposit;
import org.jspecify.annotations.Nullable;

/** The vault does not hold a verified copy. The dock's copy stays, and is presented again. */
public final class NotDeposited extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Deposit outcome;

    NotDeposited(UUID recordingId, Deposit outcome) {
        super("recording " + recordingId + " was not deposited: " + reason(outcome));
        this.outcome = outcome;
    }

    /** Whether the vault holds something else than what was deposited: a person has to look. */
    boolean isMismatch() {
        return outcome instanceof Deposit.Mismatch;
    }

    /** For how long the vault asks to be left alone; null if it does not. */
    @Nullable
    Duration retryAfter() {
        return outcome instanceof Deposit.Unknown unknown ? unknown.retryAfter() : null;
    }

    private static String reason(Deposit outcome) {
        if (outcome instanceof Deposit.Mismatch mismatch) {
            return mismatch.reason();
        } else if (outcome instanceof Deposit.Unreadable unreadable) {
            return unreadable.reason();
        } else if (outcome instanceof Deposit.Unknown unknown) {
            return unknown.reason();
        }
        return "its verification is not to be believed: " + outcome;
    }
}
