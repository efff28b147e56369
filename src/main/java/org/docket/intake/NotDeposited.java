package org.docket.intake;

import java.util.UUID;
import org.docket.vault.Deposit;

/** The vault does not hold a verified copy. The dock's copy stays, and is presented again. */
public final class NotDeposited extends Exception {
    private static final long serialVersionUID = 1L;

    NotDeposited(UUID recordingId, Deposit outcome) {
        super("recording " + recordingId + " was not deposited: " + reason(outcome));
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
