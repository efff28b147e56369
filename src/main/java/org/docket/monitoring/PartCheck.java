package org.docket.monitoring;

import java.util.Map;
import java.util.Optional;
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

    private final Callable<Optional<String>> trouble;
    private final String remedy;

    /**
     * A check of one part.
     *
     * @param part its name in the answer
     * @param question true if the part answers; a failure is a no, and so is no answer within 5 seconds
     * @param remedy what a person looks at when it does not
     */
    public PartCheck(String part, Callable<Boolean> question, String remedy) {
        this(remedy, part, () -> question.call() ? Optional.empty() : Optional.of(""));
    }

    private PartCheck(String remedy, String part, Callable<Optional<String>> trouble) {
        super(GROUP, part);
        this.trouble = trouble;
        this.remedy = remedy;
    }

    /**
     * A check of a part that says what is wrong with it.
     *
     * @param trouble gives why the part does not answer, without anything secret; empty if it answers
     */
    public static PartCheck saying(String part, Callable<Optional<String>> trouble, String remedy) {
        return new PartCheck(remedy, part, trouble);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        CompletableFuture<Optional<String>> answer = CompletableFuture.supplyAsync(this::ask);
        try {
            Optional<String> why = answer.get(SECONDS, TimeUnit.SECONDS);
            if (why.isEmpty()) {
                builder.up();
            } else {
                builder.down().message(why.get().isEmpty() ? remedy : remedy + ": " + why.get());
            }
        } catch (TimeoutException | ExecutionException e) {
            builder.down().message(remedy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            builder.unknown();
        }
    }

    private Optional<String> ask() {
        try {
            return trouble.call();
        } catch (Exception e) {
            return Optional.of("");
        }
    }
}
