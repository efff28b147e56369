package org.docket.vault;

import java.security.MessageDigest;

/** The checksum that goes with each block, and that the service compares with what arrives (it answers 400 when they differ). */
enum BlockCheck {
    CRC64("x-ms-content-crc64") {
        @Override
        Running start() {
            return new Crc64();
        }
    },
    /** Five times as costly as the other; for services that do not check that one. */
    MD5("Content-MD5") {
        @Override
        Running start() {
            MessageDigest digest = SourceDigest.md5();
            return new Running() {
                @Override
                public void update(byte[] bytes, int offset, int length) {
                    digest.update(bytes, offset, length);
                }

                @Override
                public Checksum value() {
                    return Checksum.of(MD5, digest.digest());
                }
            };
        }
    };

    private final String header;

    BlockCheck(String header) {
        this.header = header;
    }

    /** A checksum of bytes that come one after another. */
    interface Running {
        void update(byte[] bytes, int offset, int length);

        /** Of all bytes so far; asked for once. */
        Checksum value();
    }

    /** Begins with no bytes. */
    abstract Running start();

    /** The header of a request that carries it, in base64. */
    String header() {
        return header;
    }

    /** The checksum of all these bytes. */
    Checksum of(byte[] bytes) {
        Running running = start();
        running.update(bytes, 0, bytes.length);
        return running.value();
    }
}
