package org.docket.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a source looks to the file system at one moment. Two that are equal are of one unchanged file, even where somebody sets lengths and
 * times as they were: nobody sets the time at which the file system itself noted a change.
 *
 * @param modifiedAt to the microsecond
 * @param file which file it is; null where the file system does not say
 * @param changedAt when anything of the file changed last; null where the file system does not say
 */
record SourceState(
        long bytes,
        Instant modifiedAt,
        @Nullable Object file,
        @Nullable Object changedAt) {
    private static final String UNIX = "unix";

    static SourceState of(Path source) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
        boolean unix = source.getFileSystem().supportedFileAttributeViews().contains(UNIX);
        return new SourceState(
                attributes.size(),
                attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS),
                attributes.fileKey(),
                unix ? Files.getAttribute(source, UNIX + ":ctime") : null);
    }

    /** Whether it is still what was presented. */
    boolean isThatOf(DepositRequest request) {
        return bytes == request.bytes() && modifiedAt.equals(request.modifiedAt());
    }
}
