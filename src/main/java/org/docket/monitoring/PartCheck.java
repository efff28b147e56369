package org.docket.monitoring;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether a part that Docket needs answers. The hub is not ready while one does not; it is alive all the same. */
public final class PartCheck extends AbstractHealthCheck {
    private static final String GROUP = "docket";
    private static final int SECONDS = 5;

    private final Callable<Boolean> question;
    private final String remedy;

    /**
     * A check of one part.
     *
     * @param part its name in the answer
     * @param question true if the part answers; a failure is a no, and so is no answer within 5 seconds
     * @param remedy what a person looks at when it does not
     */
    public PartCheck(String part, Callable<Boolean> question, String remedy) {
        super(GROUP, part);
        this.question = question;
        this.remedy = remedy;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(this::ask);
        try {
            if (answer.get(SECONDS, TimeUnit.SECONDS)) {
                builder.up();
            } else {
                builder.down().message(remedy);
            }
        } catch (TimeoutException | ExecutionException e) {
            builder.down().message(remedy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.unknown();
        }
    }

    private boolean ask() {
        try {
            return question.call();
        } catch (Exception e) {
            return false;
        }
    }
}
