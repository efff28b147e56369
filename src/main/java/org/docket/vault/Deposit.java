package org.docket.vault;

/** How the transfer of one recording into the vault ended. Only {@link Verified} releases the dock's copy. */
public sealed interface Deposit {
    /**
     * The vault holds every byte, and said so itself.
     *
     * @param sha256 of the whole source, 64 hexadecimal digits
     * @param bytes length in the vault and of the source
     * @param blob name within the container
     * @param url where it is, without credentials
     * @param alreadyThere whether an earlier deposit had left it there, and nothing was sent
     */
    record Verified(String sha256, long bytes, String blob, String url, boolean alreadyThere) implements Deposit {}

    /** The vault holds something else under this name. */
    record Mismatch(String reason) implements Deposit {}

    /** The source could not be read to its end, or changed while it was being read. */
    record Unreadable(String reason) implements Deposit {}

    /** The vault could not be asked, or did not answer in time: nothing is known. */
    record Unknown(String reason) implements Deposit {}
}
