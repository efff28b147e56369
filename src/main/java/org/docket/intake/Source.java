package org.docket.intake;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A recording as it lies in a dock's folder.
 *
 * @param name path below the dock's folder, with forward slashes
 * @param path where it is
 * @param bytes its length
 * @param modifiedAt its modification time, to the microsecond
 */
public record Source(Dock dock, String name, Path path, long bytes, Instant modifiedAt) {}
