package org.docket.bench;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.docket.vault.Crc64;
import org.jspecify.annotations.Nullable;

/** What a raw transfer computes beside sending. */
enum Hashing {
    /** Nothing: the limit of sockets and of the store. */
    NONE(""),
    /** Of each recording; the store checks nothing. */
    SHA256(""),
    /** Of each recording; and of each block, which the store checks. The fewest that prove a deposit. */
    SHA256_CRC64("x-ms-content-crc64"),
    /** The same with the checksum that every store checks. */
    SHA256_MD5("Content-MD5");

    private final String header;

    Hashing(String header) {
        this.header = header;
    }

    static Hashing of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean isOfBlocks() {
        return !header.isEmpty();
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** The checksum of one block as it grows. */
    final class Block {
        private final Crc64 crc64 = new Crc64();
        private final @Nullable MessageDigest md5 = Hashing.this == SHA256_MD5 ? digest("MD5") : null;

        /** Takes in what is left of the buffer. */
        void update(ByteBuffer bytes) {
            if (md5 != null) {
                md5.update(bytes);
            } else if (Hashing.this == SHA256_CRC64) {
                crc64.update(bytes);
            }
        }

        /** The line of a request that tells it to the store. */
        String headerLine() {
            if (!isOfBlocks()) {
                return "";
            }
            String value = md5 == null ? crc64.header() : Base64.getEncoder().encodeToString(md5.digest());
            return header + ": " + value + "\r\n";
        }
    }
}
