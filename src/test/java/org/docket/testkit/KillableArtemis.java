package org.docket.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An Apache Artemis in a JVM of its own, spoken to over OpenWire. Maven finds its class path when it is first needed. */
public final class KillableArtemis extends BrokerProcess {
    private static final Path SOURCES = Path.of("src", "test", "artemis");
    private static final Path CLASS_PATH = Path.of("target", "artemis.classpath");

    /**
     * Starts it, with its data below that folder.
     *
     * @param users who may sign in, each with a colon and a password; everybody may if there are none
     */
    public KillableArtemis(Path home, String... users) throws IOException, InterruptedException {
        super(command(home, users));
    }

    private static List<String> command(Path home, String... users) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                SOURCES.resolve("ArtemisBroker.java").toString(),
                home.toString(),
                String.valueOf(freePort())));
        command.addAll(List.of(users));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** What is in the local repository is asked for first without the network. */
    private static String classPath() throws IOException, InterruptedException {
        Path pom = SOURCES.resolve("pom.xml");
        if (!Files.exists(CLASS_PATH)
                || Files.getLastModifiedTime(CLASS_PATH).compareTo(Files.getLastModifiedTime(pom)) < 0) {
            if (!resolved(pom, "--offline") && !resolved(pom, "--batch-mode")) {
                throw new IOException("Maven cannot resolve " + pom + ": see what it says above");
            }
        }
        return Files.readString(CLASS_PATH).strip();
    }

    private static boolean resolved(Path pom, String option) throws IOException, InterruptedException {
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-q",
                        option,
                        "-f",
                        pom.toString(),
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + CLASS_PATH.toAbsolutePath())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return maven.waitFor(5, TimeUnit.MINUTES) && maven.exitValue() == 0;
    }
}
