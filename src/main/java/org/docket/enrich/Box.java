package org.docket.enrich;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One box of the ISO base media format (ISO/IEC 14496-12, 4.2), an atom in QuickTime's words.
 *
 * @param code the type as it stands in the header, four bytes
 * @param start position of its header
 * @param body position of the first byte after its header
 * @param end position of the first byte after it, never beyond what holds it
 */
record Box(int code, long start, long body, long end) {
    Box {
        if (!(start < body && body <= end)) {
            throw new IllegalArgumentException("A box cannot lie at " + start + ", " + body + ", " + end);
        }
    }

    boolean is(String type) {
        return code == codeOf(type);
    }

    /** What to call it in a sentence. */
    String name() {
        return nameOf(code);
    }

    long bodyLength() {
        return end - body;
    }

    static int codeOf(String type) {
        return ByteBuffer.wrap(type.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }

    static String nameOf(int code) {
        return isNamed(code) ? typeOf(code).strip() : "a box without a name";
    }

    static String typeOf(int code) {
        return new String(ByteBuffer.allocate(4).putInt(code).array(), StandardCharsets.ISO_8859_1);
    }

    /** Whether all four bytes can stand in the name of a box: printable ASCII, and the © of user data. */
    static boolean isNamed(int code) {
        return typeOf(code).chars().allMatch(c -> (c >= 0x20 && c < 0x7f) || c == 0xa9);
    }
}
