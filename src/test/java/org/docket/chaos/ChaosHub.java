package org.docket.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.Parts;
import org.docket.configuration.Settings;
import org.docket.embedded.Role;
import org.jspecify.annotations.Nullable;

/**
 * The real hub as a process of its own, which can be made to stop at one {@link FaultPoint}: it prints {@code AT <point>}, and
 * the thread that got there goes no further. The others go on until somebody kills it. It ends by itself only when the one that
 * started it is gone.
 */
final class ChaosHub {
    static final String READY = "READY";

    private ChaosHub() {}

    /**
     * Starts it.
     *
     * @param arguments a file with the settings that differ from the shipped ones; the operator's directory; and, if one is to be
     *     armed, the fault point, and how often it is passed before it holds
     */
    public static void main(String[] arguments) throws Exception {
        endWithTheHarness();
        Path overlay = Path.of(arguments[1]);
        Settings settings = Settings.load(
                Path.of("").toAbsolutePath(), overlay, Map.of(), read(Path.of(arguments[0])), Docket.CONFIGURATION);
        @Nullable FaultPoint point = arguments.length > 2 ? FaultPoint.valueOf(arguments[2]) : null;
        Armed armed = new Armed(point, point == null ? 0 : Integer.parseInt(arguments[3]));

        Parts parts = Parts.open(settings, Role.OWNER);
        Parts watched =
                Parts.of(WatchedDatabase.over(parts.database(), armed), WatchedVault.over(parts.vault(), armed));
        Hub.start(settings, watched, Clock.systemUTC(), main -> main.bind("watchedRoutes", new WatchedRoutes(armed)));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    private static void endWithTheHarness() {
        Thread thread = new Thread(
                () -> {
                    try (InputStream in = System.in) {
                        in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("standard input is gone: " + e);
                    }
                    Runtime.getRuntime().halt(1);
                },
                "harness");
        thread.setDaemon(true);
        thread.start();
    }
}
