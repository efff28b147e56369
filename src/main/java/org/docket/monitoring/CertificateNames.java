package org.docket.monitoring;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What retention says of the certificates that there must be. */
public record CertificateNames(Named named, Without without) {
    /** The names of the blobs that there must be. */
    @FunctionalInterface
    public interface Named {
        /**
         * A page, sorted, each name once.
         *
         * @param until the last name that is wanted; null if all are
         */
        List<String> page(String after, @Nullable String until, int limit);
    }

    /** Recordings that were disposed of and have no certificate. */
    @FunctionalInterface
    public interface Without {
        /** A page, by their ids. */
        List<UUID> page(UUID after, int limit);
    }
}
