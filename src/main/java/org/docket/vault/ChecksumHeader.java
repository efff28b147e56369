package org.docket.vault;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import reactor.core.publisher.Mono;

/** Gives a request the checksum of its body, which its {@link Context} carries, as a header that the signature covers. */
final class ChecksumHeader implements HttpPipelinePolicy {
    private static final String KEY = "docket-checksum";

    /** The context of a request whose body has that checksum. */
    static Context with(Checksum checksum) {
        return new Context(KEY, checksum);
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
        set(call);
        return next.process();
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext call, HttpPipelineNextSyncPolicy next) {
        set(call);
        return next.processSync();
    }

    private static void set(HttpPipelineCallContext call) {
        call.getData(KEY).ifPresent(data -> {
            Checksum checksum = (Checksum) data;
            call.getHttpRequest()
                    .setHeader(HttpHeaderName.fromString(checksum.check().header()), checksum.base64());
        });
    }

    @Override
    public HttpPipelinePosition getPipelinePosition() {
        return HttpPipelinePosition.PER_CALL;
    }
}
