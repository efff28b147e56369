package org.docket.vault;

import com.azure.core.http.HttpHeaderName;
import com.azure.storage.blob.models.BlobStorageException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What answers of the Blob service mean (Azure Storage REST API, status and error codes). */
final class Answers {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    /** A service that asks for more than this means something else than a pause. */
    private static final long LONGEST_PAUSE_SECONDS = 3600;

    private Answers() {}

    static boolean isNotFound(BlobStorageException answer) {
        return answer.getStatusCode() == NOT_FOUND;
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

    /** How long the service asks to be left alone (RFC 9110, section 10.2.3, in seconds); null if it does not say. */
    static @Nullable Duration retryAfter(BlobStorageException answer) {
        if (answer.getResponse() == null) {
            return null;
        }
        String seconds = answer.getResponse().getHeaderValue(HttpHeaderName.RETRY_AFTER);
        if (seconds == null || !seconds.matches("\\d{1,9}")) {
            return null;
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_PAUSE_SECONDS));
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
