package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How the media of a track counts time (ISO/IEC 14496-12, 8.4.2).
 *
 * @param scale units of time in a second, above 0
 * @param duration units that the media runs; 0 where that is not known
 */
record MediaHeader(double scale, double duration) {
    private static final int LENGTH = 20;
    private static final int LONG_LENGTH = 32;
    private static final long NOT_KNOWN = 0xFFFF_FFFFL;

    /** Null if there is none that can be read. */
    static @Nullable MediaHeader read(@Nullable Box mdhd, RecordingBytes bytes) throws IOException {
        if (mdhd == null) {
            return null;
        }
        ByteBuffer header = bytes.read(mdhd.body(), (int) Math.min(mdhd.bodyLength(), LONG_LENGTH));
        boolean wide = header.hasRemaining() && header.get(0) == 1;
        if (header.remaining() < (wide ? LONG_LENGTH : LENGTH)) {
            return null;
        }
        long scale = Integer.toUnsignedLong(header.getInt(wide ? 20 : 12));
        long duration = wide ? header.getLong(24) : Integer.toUnsignedLong(header.getInt(16));
        return scale == 0 ? null : new MediaHeader(scale, duration < 0 || duration == NOT_KNOWN ? 0 : duration);
    }
}
