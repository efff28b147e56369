package org.docket.vault;

import java.util.Base64;
import java.util.HexFormat;

/**
 * The checksum of one block.
 *
 * @param check how it was made
 * @param hex its bytes in the order in which they are sent, two digits each
 */
record Checksum(BlockCheck check, String hex) {
    static Checksum of(BlockCheck check, byte[] value) {
        return new Checksum(check, HexFormat.of().formatHex(value));
    }

    /** As the header of a request carries it. */
    String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
