package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a track says (ISO/IEC 14496-12, 8.3.2).
 *
 * @param id by which fragments name the track
 * @param created seconds since 1904; 0 where the camera wrote none
 * @param rotation degrees clockwise that a player must turn the picture; null where the matrix is no quarter turn
 */
record TrackHeader(int id, long created, @Nullable Integer rotation) {
    private static final int LONGEST = 96;
    private static final int MATRIX = 36;

    /** Null if the box is too short to be one. */
    static @Nullable TrackHeader read(Box tkhd, RecordingBytes bytes) throws IOException {
        ByteBuffer header = bytes.read(tkhd.body(), (int) Math.min(tkhd.bodyLength(), LONGEST));
        boolean wide = header.hasRemaining() && header.get(0) == 1;
        if (header.remaining() < (wide ? 24 : 16)) {
            return null;
        }
        int matrix = wide ? 52 : 40;
        return new TrackHeader(
                header.getInt(wide ? 20 : 12),
                wide ? header.getLong(4) : Integer.toUnsignedLong(header.getInt(4)),
                header.remaining() >= matrix + MATRIX ? rotation(header, matrix) : null);
    }

    /** The matrix: a b u, c d v, x y w; it maps (1,0) to (a,b), y pointing down. */
    private static @Nullable Integer rotation(ByteBuffer header, int matrix) {
        int a = Integer.signum(header.getInt(matrix));
        int b = Integer.signum(header.getInt(matrix + 4));
        int c = Integer.signum(header.getInt(matrix + 12));
        int d = Integer.signum(header.getInt(matrix + 16));
        if (a == d && b == 0 && c == 0 && a != 0) {
            return a > 0 ? 0 : 180;
        } else if (a == 0 && d == 0 && b == -c && b != 0) {
            return b > 0 ? 90 : 270;
        }
        return null;
    }
}
