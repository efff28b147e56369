package org.docket.vault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the transfer of one recording into the vault ended. Only {@link Verified} releases the dock's copy. */
public sealed interface Deposit {
    /**
     * The vault holds every byte, and said so itself.
     *
     * @param sha256 of the whole source, 64 hexadecimal digits
     * @param bytes length in the vault and of the source
     * @param blob name within the container
     * @param url where it is, without credentials
     * @param alreadyThere whether an earlier deposit had left it there, and nothing was committed
     * @param reread whether the blob was also read again from end to end and hashed
     */
    record Verified(String sha256, long bytes, String blob, String url, boolean alreadyThere, boolean reread)
            implements Deposit {
        /** By what it is verified, for the ledger. */
        public String authority() {
            return reread
                    ? "the vault verified every block, and what it holds was read again"
                    : "the vault verified every block";
        }
    }

    /** The vault holds something else under this name. */
    record Mismatch(String reason) implements Deposit {}

    /** The source could not be read to its end, or changed while it was being read. */
    record Unreadable(String reason) implements Deposit {}

    /**
     * The vault could not be asked, or did not answer in time: nothing is known.
     *
     * @param retryAfter for how long the vault asks to be left alone, if it says so
     */
    record Unknown(String reason, @Nullable Duration retryAfter) implements Deposit {}
}
