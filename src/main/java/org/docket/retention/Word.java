package org.docket.retention;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody says something of a recording; what, is said beside it.
 *
 * @param reason why; it stands in the ledger for ever
 * @param caseReference of the case that it is about; absent if there is none
 * @param key what makes it the same when it comes again; absent if nothing does
 */
public record Word(
        UUID recordingId,
        Speaker speaker,
        String reason,
        @Nullable String caseReference,
        @Nullable RequestKey key) {
    /** One about no case, and without a key. */
    public static Word of(UUID recordingId, Speaker speaker, String reason) {
        return new Word(recordingId, speaker, reason, null, null);
    }
}
