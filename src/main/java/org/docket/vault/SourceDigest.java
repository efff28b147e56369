package org.docket.vault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of sources and streams. */
public final class SourceDigest {
    private static final int BUFFER = 1 << 20;

    private SourceDigest() {}

    /** The SHA-256 of all bytes, 64 hexadecimal digits. */
    public static String of(Path source) throws IOException {
        try (InputStream stream = Files.newInputStream(source)) {
            return of(stream);
        }
    }

    /** The SHA-256 of all bytes that are left, 64 hexadecimal digits. */
    public static String of(InputStream stream) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of these bytes, 64 hexadecimal digits. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static MessageDigest sha256() {
        return algorithm("SHA-256");
    }

    static MessageDigest md5() {
        return algorithm("MD5");
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }
}
