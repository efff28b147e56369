package org.docket.monitoring;

import java.util.UUID;

/**
 * Something that a person has to look at. It holds no personal data: whoever may see more looks it up by the recording's id.
 *
 * @param what happened, one sentence
 * @param remedy what to do, one sentence
 */
public record Notice(Kind kind, UUID recordingId, String dock, String what, String remedy) {
    /** What a notice is about. */
    public enum Kind {
        /** A recording is not what it should be, so its dock gets no receipt. */
        VERIFICATION_FAILED("verification-failed"),
        /** A dock took a recording away, or replaced it, before the vault held it. */
        SOURCE_LOST("source-lost");

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
