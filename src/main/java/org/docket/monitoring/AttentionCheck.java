package org.docket.monitoring;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a part of Docket waits for a person. The hub takes recordings in all the same, so it stays ready: the answer is up, and its
 * message begins with {@code degraded}. Why, and what to do, is in its details, which Camel shows to whoever asks with
 * {@code ?data=true}.
 */
public final class AttentionCheck extends AbstractHealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(AttentionCheck.class);
    private static final String GROUP = "docket";
    private static final String STATE = "state";

    private final Supplier<Optional<Waiting>> question;

    /**
     * What waits.
     *
     * @param details what people and programs should know of it, by name
     */
    public record Waiting(String message, Map<String, String> details) {}

    /**
     * A check of one part.
     *
     * @param part its name in the answer
     * @param question gives what waits for a person there
     */
    public AttentionCheck(String part, Supplier<Optional<Waiting>> question) {
        super(GROUP, part);
        this.question = question;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        try {
            Optional<Waiting> waiting = question.get();
            builder.detail(STATE, waiting.isPresent() ? "degraded" : "well");
            waiting.ifPresent(what -> {
                builder.message("degraded: " + what.message());
                what.details().forEach(builder::detail);
            });
        } catch (RuntimeException e) {
            // The check of the database says why; this one does not know.
            LOG.debug("cannot say whether the part {} waits for a person", getId(), e);
            builder.detail(STATE, "unknown");
        }
    }
}
