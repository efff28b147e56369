package org.docket.console;

import java.sql.SQLException;
import java.time.Duration;
import org.docket.retention.Speaker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered to a request that was not done. */
public final class ApiFailures {
    private static final Logger LOG = LoggerFactory.getLogger(ApiFailures.class);

    private static final String CANCELLED = "57014";

    private final Duration patience;

    /**
     * Says what becomes of requests.
     *
     * @param patience how long a statement of one who only looks may take in the database
     */
    public ApiFailures(Duration patience) {
        this.patience = patience;
    }

    private static boolean isCancelled(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * What was refused says why by itself; what failed is for the log, and for nobody outside.
     *
     * @param request null if not even that could be read
     * @param speaker null if nobody was known yet; {@link Visitors} then says in the log what is to be said
     */
    public ApiReply reply(Throwable failure, @Nullable ApiRequest request, @Nullable Speaker speaker) {
        if (failure instanceof ApiRefusal refusal) {
            if (speaker != null) {
                LOG.info(
                        "{} was answered {} to {}: {}",
                        speaker.id(),
                        refusal.reply().status(),
                        request,
                        refusal.getMessage());
            }
            return refusal.reply();
        }
        if (isCancelled(failure)) {
            LOG.warn("{} took longer than {} s in the database and was given up", request, patience.toSeconds());
            return Problem.AWAY
                    .because(
                            "It took longer than " + patience.toSeconds()
                                    + " seconds in the database, and was given up.",
                            "Ask for less at once, with more parameters or a smaller limit.")
                    .reply();
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
