package org.docket.monitoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something about one recording that does not fit, found by a look at what there is.
 *
 * @param subject the name of a blob or of a certificate, or of a source with its dock; with the kind it says which finding it is
 * @param recordingId absent where it is of no recording that is known
 * @param dock absent where no dock is concerned
 * @param what one sentence without personal data; it goes into the notice
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Found(
        Kind kind,
        String subject,
        @Nullable UUID recordingId,
        @Nullable String dock,
        String what) {

    /** What it amounts to. */
    public enum Kind {
        /** A blob that is no recording's. */
        ORPHAN(
                Notice.Kind.VAULT_ORPHAN,
                "find out who put it there; if the database was restored from a backup, see 'Backup and restore' in"
                        + " docs/operations.md; nothing was deleted"),
        /** A recording was disposed of, and its blob is there. */
        UNDISPOSED(
                Notice.Kind.VAULT_ORPHAN,
                "find out who brought it back, and delete it by hand if nobody needs it; nothing was deleted"),
        /** A deposited recording without its blob. */
        MISSING(
                Notice.Kind.VAULT_MISSING,
                "look at the storage account's logs, soft-deleted blobs and versions, and bring the blob back; see whether"
                        + " the dock still has it"),
        /** A blob of another length than what was deposited. */
        WRONG_LENGTH(Notice.Kind.VAULT_DIFFERS, Kind.KEEP_ALL),
        /** A blob whose label names another recording or another SHA-256. */
        WRONG_LABEL(Notice.Kind.VAULT_DIFFERS, Kind.KEEP_ALL),
        /** A source that was deposited long ago and has no receipt beside it. */
        NO_RECEIPT(
                Notice.Kind.RECEIPT_MISSING,
                "see who may write in the dock's folder, and the log of the hub; the vault has the recording"),
        /** A disposal without its proof. */
        NO_CERTIFICATE(
                Notice.Kind.CERTIFICATE_MISSING,
                "the table certificate may have its content: put it into the container of certificates again"),
        /** A blob whose bytes are not those that were deposited. */
        ALTERED(Notice.Kind.FIXITY_FAILED, Kind.KEEP_ALL);

        private static final String KEEP_ALL =
                "change nothing, run './docket verify' for the recording, and follow '`verify` finds something' in"
                        + " docs/operations.md";

        private final Notice.Kind notice;
        private final String remedy;

        Kind(Notice.Kind notice, String remedy) {
            this.notice = notice;
            this.remedy = remedy;
        }

        Notice.Kind notice() {
            return notice;
        }

        String remedy() {
            return remedy;
        }
    }

    Notice asNotice() {
        return new Notice(kind.notice(), recordingId, dock, what, kind.remedy());
    }
}
