package org.docket.enrich;

import java.nio.ByteBuffer;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/** The place in the box {@code loci} (3GPP TS 26.244, 8.10). */
final class ThirdGenerationPlace {
    /** Version and flags, language. */
    private static final int HEADER = 6;
    /** What a text in UTF-16 begins with; one in UTF-8 does not. */
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    /** Degrees are fixed-point numbers, 16.16. */
    private static final double ONE = 1 << 16;

    private ThirdGenerationPlace() {}

    /**
     * Reads one box: after its header the name of the place, ended by a zero; the role of the place, one byte; longitude and
     * latitude.
     *
     * @param body the content of the box, big-endian
     */
    static @Nullable Location read(ByteBuffer body) {
        if (body.remaining() < HEADER + 2) {
            return null;
        }
        body.position(HEADER);
        boolean wide = Short.toUnsignedInt(body.getShort(HEADER)) == BYTE_ORDER_MARK;
        int end = 1;
        while (end != 0 && body.remaining() >= 2) {
            end = wide ? body.getShort() : body.get();
        }
        if (end != 0 || body.remaining() < 9) {
            return null;
        }
        body.get();
        double lon = degrees(body.getInt());
        double lat = degrees(body.getInt());
        return Plausible.place(lat, lon);
    }

    /** A step of the fixed-point number is 0.000015 degrees: more than five digits would be invented. */
    private static double degrees(int fixed) {
        return Math.round(fixed / ONE * 100_000) / 100_000.0;
    }
}
