package org.docket.bench;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is there.
 *
 * @param length in bytes
 * @param blocks the ids and lengths of its blocks, in order; empty if it came whole
 * @param headers those that the service gives back with it: content type, MD5, metadata
 * @param kept its bytes, or none if the sink keeps none
 */
record SinkBlob(
        long length,
        Map<String, SinkBlock> blocks,
        Map<String, String> headers,
        String etag,
        String modified,
        @Nullable ByteBuffer kept) {}
