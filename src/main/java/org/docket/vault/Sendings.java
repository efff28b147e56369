package org.docket.vault;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * Counts how often a call is sent: the client sends it again when its answer does not come. Whoever asks for a deletion and hears that
 * there is nothing to delete has to know whether an earlier sending may have done it.
 */
final class Sendings {
    private static final String KEY = "docket-sendings";

    private final AtomicInteger number = new AtomicInteger();

    /** The context of one call, whose sendings are counted here. */
    Context context() {
        return new Context(KEY, number);
    }

    boolean isMoreThanOne() {
        return number.get() > 1;
    }

    /** For the client: it is asked each time that a call is sent. */
    static final class Policy implements HttpPipelinePolicy {
        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
            count(call);
            return next.process();
        }

        @Override
        public HttpResponse processSync(HttpPipelineCallContext call, HttpPipelineNextSyncPolicy next) {
            count(call);
            return next.processSync();
        }

        private static void count(HttpPipelineCallContext call) {
            call.getData(KEY).ifPresent(number -> ((AtomicInteger) number).incrementAndGet());
        }
    }
}
