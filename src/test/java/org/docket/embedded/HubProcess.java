package org.docket.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Another JVM that owns the parts of a home as a hub does, writes something into each, and waits to be killed. */
final class HubProcess implements AutoCloseable {
    private final Process process;

    private HubProcess(Process process) {
        this.process = process;
    }

    static HubProcess start(Path home) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubProcess.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Not closed: the other JVM may say more.
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("READY")) {
                return new HubProcess(process);
            }
        }
        throw new IOException("the other JVM ended before it was ready");
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        String url = EmbeddedPostgreSql.start(home, 0, Role.OWNER).jdbcUrl();
        EmbeddedPostgreSqlTest.execute(url, "CREATE TABLE last_words (words text)");
        EmbeddedPostgreSqlTest.execute(url, "INSERT INTO last_words VALUES ('a row')");
        EmbeddedBrokerTest.send(EmbeddedBroker.start(home, 0).url(), "last-words", "a message");
        String vault = EmbeddedVault.start(home, EmbeddedVaultTest.INSTALLATION, 0, Role.OWNER)
                .connectionString();
        EmbeddedVaultTest.upload(vault, "last-words", "a blob");
        System.out.println("READY");
        new CountDownLatch(1).await();
    }
}
