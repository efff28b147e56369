package org.docket.chaos;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Sees every call to the vault as it leaves, and every answer as it arrives. */
final class WatchedVault implements HttpPipelinePolicy {
    static final String CALL = "CALL ";

    private final Armed armed;

    private WatchedVault(Armed armed) {
        this.armed = armed;
    }

    /** The same client, watched right above the wire. */
    static BlobServiceClient over(BlobServiceClient client, Armed armed) {
        HttpPipeline pipeline = client.getHttpPipeline();
        List<HttpPipelinePolicy> policies = new ArrayList<>();
        for (int i = 0; i < pipeline.getPolicyCount(); i++) {
            policies.add(pipeline.getPolicy(i));
        }
        policies.add(new WatchedVault(armed));
        return new BlobServiceClientBuilder()
                .endpoint(client.getAccountUrl())
                .pipeline(new HttpPipelineBuilder()
                        .httpClient(pipeline.getHttpClient())
                        .policies(policies.toArray(HttpPipelinePolicy[]::new))
                        .build())
                .buildClient();
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        Optional<BlobCall> call = BlobCall.of(context.getHttpRequest());
        if (call.isEmpty()) {
            return next.process();
        }
        announce(call.get(), context.getHttpRequest());
        // Nothing is blocked here: this thread may have the connections of others to look after.
        return Mono.defer(() -> armed.isReached(Step.Moment.BEFORE, call.get()) ? Mono.never() : next.process())
                .doOnNext(response -> tell(call.get(), context.getHttpRequest(), response.getStatusCode()))
                .flatMap(response ->
                        armed.isReached(Step.Moment.AFTER, call.get()) ? Mono.never() : Mono.just(response));
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        Optional<BlobCall> call = BlobCall.of(context.getHttpRequest());
        if (call.isEmpty()) {
            return next.processSync();
        }
        announce(call.get(), context.getHttpRequest());
        armed.pass(Step.Moment.BEFORE, call.get());
        HttpResponse response = next.processSync();
        tell(call.get(), context.getHttpRequest(), response.getStatusCode());
        armed.pass(Step.Moment.AFTER, call.get());
        return response;
    }

    /** What takes something away may have done so although nobody hears the answer any more. */
    private static void announce(BlobCall call, HttpRequest request) {
        if (call == BlobCall.DELETE_BLOB) {
            tell(call, request, 0);
        }
    }

    private static void tell(BlobCall call, HttpRequest request, int status) {
        System.out.println(CALL + call + " " + status + " "
                + BlobCall.blob(request).orElseThrow() + " " + BlobCall.block(request));
    }
}
