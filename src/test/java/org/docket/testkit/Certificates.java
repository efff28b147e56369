package org.docket.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Keys and certificates that are made when a test needs them, in PKCS12 files. */
public final class Certificates {
    private Certificates() {}

    /**
     * Makes a key with a certificate of its own making.
     *
     * @param name what the certificate says whose it is
     * @param host the address that it is for, as keytool writes it, such as {@code ip:127.0.0.1}
     */
    public static Path key(Path folder, String name, String host, String password) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=" + host,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        password)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no key for " + name);
        }
        return file;
    }

    /** Makes a file of that type that trusts the certificate of that key, and holds no key. */
    public static Path trusting(Path key, String keyPassword, String type, String password) throws Exception {
        KeyStore keys = open(key, keyPassword);
        KeyStore trusted = KeyStore.getInstance(type);
        trusted.load(null, null);
        for (String alias : java.util.Collections.list(keys.aliases())) {
            trusted.setCertificateEntry(alias, keys.getCertificate(alias));
        }
        Path file = key.resolveSibling(key.getFileName() + ".trusted." + type.toLowerCase(java.util.Locale.ROOT));
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, password.toCharArray());
        }
        return file;
    }

    /** What is in such a file. */
    public static KeyStore open(Path file, String password) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), password.toCharArray());
    }
}
