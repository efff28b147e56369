package org.docket.vault;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Ends a call whose answer asks for a pause (RFC 9110, section 10.2.3): the client would try it again after a time of its own choosing.
 * Whoever made the call tries it later.
 */
final class LeaveAlone implements HttpPipelinePolicy {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** A service that asks for more than this means something else than a pause. */
    private static final long LONGEST_SECONDS = 3600;

    /** The service asks to be left alone. */
    static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Duration pause;

        Asked(int status, Duration pause) {
            super("the vault answered " + status + " and asks to be left alone for " + pause.toSeconds() + " s");
            this.pause = pause;
        }

        Duration pause() {
            return pause;
        }

        /** The one that is behind a failure of the client, if there is one. */
        static @Nullable Asked behind(Throwable failure) {
            Throwable cause = failure;
            while (cause != null && !(cause instanceof Asked)) {
                cause = cause.getCause();
            }
            return (Asked) cause;
        }
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
        return next.process().map(LeaveAlone::check);
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext call, HttpPipelineNextSyncPolicy next) {
        return check(next.processSync());
    }

    private static HttpResponse check(HttpResponse answer) {
        int status = answer.getStatusCode();
        String seconds = answer.getHeaderValue(HttpHeaderName.RETRY_AFTER);
        boolean asks = (status == TOO_MANY_REQUESTS || status == UNAVAILABLE)
                && seconds != null
                && seconds.matches("\\d{1,9}");
        if (!asks) {
            return answer;
        }
        answer.close();
        Duration pause = Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_SECONDS));
        // As a cause: of some calls the client hands on the cause of a failure only.
        throw new IllegalStateException(new Asked(status, pause));
    }
}
