package org.docket.classify;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a rulebook is in force.
 *
 * @param position later times have higher ones
 * @param version of the rulebook
 * @param acceptance of its bringing due dates forward or protecting less; absent if it does neither
 * @param appraisedTo the recordings up to that id are appraised by it; absent if none is yet
 * @param changed how many recordings the pass has changed so far
 * @param appraisedAt when all recordings there were had been appraised by it; absent while the pass is under way
 */
public record InForce(
        long position,
        String version,
        Instant since,
        @Nullable Acceptance acceptance,
        @Nullable UUID appraisedTo,
        long changed,
        @Nullable Instant appraisedAt) {

    /** On what ground a recording is another one now, for the ledger. */
    String authority() {
        String came = "rulebook " + version + " came into force";
        return acceptance == null ? came : came + ", accepted by " + acceptance.by() + ": " + acceptance.reason();
    }
}
