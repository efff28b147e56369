package org.docket.console;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.retention.Speaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who looked at which recordings over the web. The ledger has the acts; looking changes nothing, and goes into the log. */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger("org.docket.access");

    private Access() {}

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
