package org.docket.bench;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A block that arrived.
 *
 * @param length in bytes
 * @param kept its bytes, or none if the sink keeps none
 */
record SinkBlock(long length, @Nullable ByteBuffer kept) {}
