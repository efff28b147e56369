package org.docket.vault;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * What is to be deposited.
 *
 * @param source the dock's copy; read, never changed
 * @param bytes its length when it was found whole
 * @param modifiedAt its modification time when it was found whole, to the microsecond
 * @param blob name within the container
 * @param contentType MIME type
 * @param resumed whether an earlier deposit of it was begun, so that the vault may hold some of it
 */
public record DepositRequest(
        UUID recordingId,
        String dock,
        Path source,
        long bytes,
        Instant modifiedAt,
        String blob,
        String contentType,
        boolean resumed) {}
