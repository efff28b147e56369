package org.docket.retention;

/**
 * A reason for which a run of the purge waits for a person instead of disposing of anything.
 *
 * @param what is unusual, one sentence
 * @param remedy what to look at before the run is released, one sentence
 */
public record Stop(Kind kind, String what, String remedy) {
    /** What a stop is about. A person releases a run from the kinds of stops that it has. */
    public enum Kind {
        /** The vault is not the one that the catalogue is of, or does not hold what was there a moment ago. */
        VAULT,
        /** The vault has no blob of recordings that were just condemned. */
        MISSING,
        /** Many times as many recordings are due as runs usually dispose of. */
        SHARE,
        /** Too many of all the recordings that the vault holds are due. */
        COUNT,
        /** The clocks of hub, database and vault do not agree. */
        CLOCKS,
        /** Another policy is in force than at the run before. */
        POLICY,
        /** The custody ledger does not verify. */
        LEDGER,
        /** What the vault lists is not what the catalogue says, or has not been compared for too long. */
        LISTING
    }
}
