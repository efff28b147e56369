package org.docket.monitoring;

import java.util.UUID;
import org.docket.catalogue.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has to look at. It holds no personal data: whoever may see more looks it up by the recording's id.
 *
 * @param recordingId what it is about; absent if it is about no recording in particular
 * @param dock where that came from; absent if no dock is concerned
 * @param what happened, one sentence
 * @param remedy what to do, one sentence
 */
public record Notice(
        Kind kind, @Nullable UUID recordingId, @Nullable String dock, String what, String remedy) {
    /** A notice about a recording. */
    public static Notice of(Kind kind, Recording recording, String what, String remedy) {
        return new Notice(kind, recording.id(), recording.dock(), what, remedy);
    }

    /** A notice that the sidecar of a recording is wrong. What it says is not in it: that may name people. */
    public static Notice wrongSidecar(Recording recording, int problems) {
        return of(
                Kind.SIDECAR_WRONG,
                recording,
                "the sidecar has " + (problems == 1 ? "1 problem" : problems + " problems") + "; the recording is kept",
                "see './docket show " + recording.id() + "', and let the dock write a right sidecar beside it");
    }

    /** A notice about no recording in particular. */
    public static Notice of(Kind kind, String what, String remedy) {
        return new Notice(kind, null, null, what, remedy);
    }

    /** What a notice is about. */
    public enum Kind {
        /** A recording is not what it should be, so its dock gets no receipt. */
        VERIFICATION_FAILED("verification-failed"),
        /** A dock took a recording away, or replaced it, before the vault held it. */
        SOURCE_LOST("source-lost"),
        /** A sidecar says what cannot be right, or cannot be read. */
        SIDECAR_WRONG("sidecar-wrong"),
        /** Several incidents fit a recording, and none clearly better than the others. */
        INCIDENT_AMBIGUOUS("incident-ambiguous"),
        /** A file with incidents has rows that are wrong. */
        INCIDENTS_REFUSED("incidents-refused"),
        /** A changed configuration file was not taken up. */
        CONFIGURATION_REFUSED("configuration-refused"),
        /** People or case systems have other authorities than before. */
        AUTHORITIES_CHANGED("authorities-changed"),
        /** A recording could not be appraised by a rulebook that came into force. */
        APPRAISAL_FAILED("appraisal-failed"),
        /** A recording will be due soon. */
        EXPIRING("expiring"),
        /** A retained recording is to be reviewed. */
        REVIEW_DUE("review-due"),
        /** A run of the purge waits for a person. */
        PURGE_STOPPED("purge-stopped"),
        /** Something in the custody ledger does not verify. */
        LEDGER_BROKEN("ledger-broken"),
        /** The vault holds a blob that belongs to no recording that should have one. */
        VAULT_ORPHAN("vault-orphan"),
        /** The vault has no blob of a deposited recording. */
        VAULT_MISSING("vault-missing"),
        /** The vault describes a blob otherwise than the catalogue does. */
        VAULT_DIFFERS("vault-differs"),
        /** A deposited source has no receipt beside it. */
        RECEIPT_MISSING("receipt-missing"),
        /** The vault has no certificate of a disposal. */
        CERTIFICATE_MISSING("certificate-missing"),
        /** A blob was read again, and its bytes are not those that were deposited. */
        FIXITY_FAILED("fixity-failed"),
        /** A run of the purge ended that disposed of recordings, or failed to. */
        PURGE_DONE("purge-done"),

        /** A recording that somebody asked for is back from the archive. */
        RETRIEVAL_READY("retrieval-ready"),

        /** Case systems did not acknowledge handovers in time. */
        HANDOVER_OVERDUE("handover-overdue"),

        /** Case systems rejected handovers, which wait for a person. */
        HANDOVER_REJECTED("handover-rejected"),

        /** Handovers wait although they were tried: the broker does not take them. */
        HANDOVER_UNSENT("handover-unsent"),

        /** Handovers are open to a case system that casework.yaml does not list any more. */
        HANDOVER_STRANDED("handover-stranded"),

        /** Handovers cannot be put into the form that their case system reads, or the broker takes others and not them. */
        HANDOVER_UNWRITABLE("handover-unwritable"),

        /** Whether a case system is told of a recording could not be decided. */
        HANDOVER_UNDECIDED("handover-undecided"),

        /** The broker does not say who sends messages of systems that are known by their user. */
        USERS_UNPROVEN("users-unproven"),

        /** Case systems said what Docket could not accept. */
        MESSAGES_REFUSED("messages-refused"),

        /** Whoever reads a queue could not take messages, and the broker put them aside. */
        DEAD_LETTERS("dead-letters");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in messages. */
        public String word() {
            return word;
        }
    }
}
