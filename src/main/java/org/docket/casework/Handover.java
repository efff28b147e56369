package org.docket.casework;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * One message to one case system about one recording.
 *
 * @param id of the message: the same however often it is sent
 * @param type CloudEvents type
 * @param message structured JSON, as it is sent
 * @param attempts how often it was given to the broker, whether it took it or not
 * @param timesSent how often the broker took it
 */
public record Handover(
        UUID id,
        UUID recordingId,
        String system,
        String type,
        String message,
        State state,
        int attempts,
        int timesSent,
        @Nullable String lastError) {

    /** How far it is. The acknowledgement of the case system is what ends it, not that of the broker. */
    public enum State {
        PENDING,
        SENT,
        ACKNOWLEDGED,
        REJECTED,
        OVERDUE
    }

    /** What the ledger of the recording notes of it. */
    Ledger.Act act(Instant at, String actor, String act, String authority) {
        return new Ledger.Act(
                recordingId, at, actor, act, authority, Map.of("system", system, "type", type, "handover", id));
    }
}
