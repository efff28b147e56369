package org.docket.console;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.retention.Speaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who looked at which recordings over the web, and who acted with which outcome. The ledger has what was done, and not what was not. */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger("org.docket.access");

    private Access() {}

    /** What somebody did or tried to do, and what they were answered; what they said is in the ledger if it was done. */
    static void acted(Speaker speaker, ApiRequest request, ApiReply reply) {
        LOG.info("{} asked {}: {} {}", speaker.id(), request, reply.status(), reply.outcome());
    }

    static void read(Speaker reader, ApiRequest request, UUID recording) {
        LOG.info("{} read recording {} ({})", reader.id(), recording, request);
    }

    static void read(Speaker reader, ApiRequest request, List<RecordingView> recordings) {
        LOG.info(
                "{} read {} recordings ({}): {}",
                reader.id(),
                recordings.size(),
                request,
                recordings.stream().map(view -> view.id().toString()).collect(Collectors.joining(" ")));
    }
}
