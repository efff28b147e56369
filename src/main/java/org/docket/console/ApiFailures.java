package org.docket.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered to a request that was not done. */
public final class ApiFailures {
    private static final Logger LOG = LoggerFactory.getLogger(ApiFailures.class);

    /** What was refused says why by itself; what failed is for the log, and for nobody outside. */
    public ApiReply reply(Throwable failure) {
        if (failure instanceof ApiRefusal refusal) {
            return refusal.reply();
        }
        LOG.error("a request failed", failure);
        return Problem.FAILED
                .because(
                        "The hub could not do it. Whether it was done is not known.",
                        "Look at the log and at GET /health/ready, then send the same request again; with the same"
                                + " Idempotency-Key it is done once.")
                .reply();
    }
}
