package org.docket.console;

import java.util.List;
import org.docket.retention.EarlyRequest;
import org.docket.retention.EarlyRequests;
import org.docket.retention.Speaker;

/** {@code /api/v1/requests}: the early deletions that somebody asked for. */
public final class RequestsApi {
    private final EarlyRequests requests;

    public RequestsApi(EarlyRequests requests) {
        this.requests = requests;
    }

    /** Those that are open. */
    record RequestsView(List<EarlyRequest> requests) {}

    /** Those that wait for a second person, or cool off, or whose recording is not disposed of yet; the oldest first. */
    public ApiReply open(ApiRequest request, Speaker reader) {
        request.query().only();
        List<EarlyRequest> open = requests.open();
        open.forEach(each -> Access.read(reader, request, each.recordingId()));
        return ApiReply.ok(new RequestsView(open));
    }
}
