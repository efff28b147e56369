package org.docket.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.docket.vault.Crc64;
import org.jspecify.annotations.Nullable;

/** The body of a request as it comes in: every checksum that was sent with it is checked, and the bytes go, or are kept. */
final class SinkBody {
    private final @Nullable String expectedMd5;
    private final @Nullable String expectedCrc64;
    private final @Nullable MessageDigest md5;
    private final @Nullable Crc64 crc64;
    private final boolean keep;
    private byte[] kept = new byte[0];
    private long length;

    SinkBody(SinkRequest request, boolean check, boolean keep) {
        this.keep = keep;
        this.expectedMd5 = check ? request.header("content-md5") : null;
        this.expectedCrc64 = check ? request.header("x-ms-content-crc64") : null;
        this.md5 = expectedMd5 == null ? null : md5();
        this.crc64 = expectedCrc64 == null ? null : new Crc64();
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** Takes in what is left of the buffer. */
    void take(ByteBuffer bytes) {
        if (md5 != null) {
            md5.update(bytes.duplicate());
        }
        if (crc64 != null) {
            crc64.update(bytes.duplicate());
        }
        int some = bytes.remaining();
        if (keep) {
            if (length + some > kept.length) {
                kept = Arrays.copyOf(kept, Math.toIntExact(Math.max(length + some, 2L * kept.length)));
            }
            bytes.get(kept, Math.toIntExact(length), some);
        } else {
            bytes.position(bytes.limit());
        }
        length += some;
    }

    /** The refusal that the body earned, or none. */
    @Nullable
    SinkAnswer refusal() {
        if (md5 != null && !Base64.getEncoder().encodeToString(md5.digest()).equals(expectedMd5)) {
            return SinkAnswer.refused(400, "Md5Mismatch");
        }
        if (crc64 != null && !crc64.header().equals(expectedCrc64)) {
            return SinkAnswer.refused(400, "Crc64Mismatch");
        }
        return null;
    }

    boolean isChecked() {
        return md5 != null || crc64 != null;
    }

    long length() {
        return length;
    }

    @Nullable
    ByteBuffer kept() {
        return keep ? ByteBuffer.wrap(Arrays.copyOf(kept, Math.toIntExact(length))) : null;
    }

    String text() {
        return new String(kept, 0, Math.toIntExact(length), StandardCharsets.UTF_8);
    }
}
