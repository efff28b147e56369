package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How long the samples of a track run (ISO/IEC 14496-12, 8.6.1.2).
 *
 * @param samples how many there are; 0 where the table is missing or too long to be worth reading
 * @param duration units of time that they run together
 */
record SampleTimes(double samples, double duration) {
    private static final int TABLE = 8;
    private static final int ENTRY = 8;
    /** A camera with an even rate has one entry or a few; one without has one for nearly each picture. */
    private static final int MOST = 512;

    static SampleTimes read(@Nullable Box stts, RecordingBytes bytes) throws IOException {
        double samples = 0;
        double duration = 0;
        if (stts != null && stts.bodyLength() <= TABLE + MOST * ENTRY) {
            ByteBuffer table = bytes.read(stts.body(), (int) stts.bodyLength());
            for (int i = TABLE; i + ENTRY <= table.limit(); i += ENTRY) {
                long count = Integer.toUnsignedLong(table.getInt(i));
                samples += count;
                duration += (double) count * Integer.toUnsignedLong(table.getInt(i + 4));
            }
        }
        return duration > 0 ? new SampleTimes(samples, duration) : new SampleTimes(0, 0);
    }
}
