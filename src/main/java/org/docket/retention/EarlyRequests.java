package org.docket.retention;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The requests to delete recordings before their time. */
public final class EarlyRequests {
    private final Jdbi jdbi;

    public EarlyRequests(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Those that wait for a second person, or cool off, or whose recording is not disposed of yet; the oldest first. */
    public List<EarlyRequest> open() {
        return jdbi.withHandle(handle -> List.of());
    }

    /** The open one of a recording. */
    public Optional<EarlyRequest> open(UUID recordingId) {
        return open().stream()
                .filter(request -> request.recordingId().equals(recordingId))
                .findFirst();
    }
}
