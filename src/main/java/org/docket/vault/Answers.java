package org.docket.vault;

import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;

/** What answers of the Blob service mean (Azure Storage REST API, status and error codes). */
final class Answers {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private Answers() {}

    static boolean isNotFound(BlobStorageException answer) {
        return answer.getStatusCode() == NOT_FOUND;
    }

    /** There is no blob of that name; the container is there. */
    static boolean isNoSuchBlob(BlobStorageException answer) {
        return isNotFound(answer) && BlobErrorCode.BLOB_NOT_FOUND.equals(answer.getErrorCode());
    }

    /** It cannot be read before it is retrieved. */
    static boolean isArchived(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BlobStorageException answer) {
                return BlobErrorCode.BLOB_ARCHIVED.equals(answer.getErrorCode())
                        || BlobErrorCode.BLOB_BEING_REHYDRATED.equals(answer.getErrorCode());
            }
        }
        return false;
    }

    /** Something else has that name. */
    static boolean isAlreadyThere(BlobStorageException answer) {
        return answer.getStatusCode() == CONFLICT || answer.getStatusCode() == PRECONDITION_FAILED;
    }

    /** What arrived is not what was sent. */
    static boolean isMismatch(BlobStorageException answer) {
        return answer.getStatusCode() == 400
                && answer.getErrorCode() != null
                && answer.getErrorCode().toString().endsWith("Mismatch");
    }

    static String words(BlobStorageException answer) {
        return "the vault answered " + answer.getStatusCode() + " " + answer.getErrorCode();
    }

    /** What is at the bottom of a failure. */
    static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
