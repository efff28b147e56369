package org.docket.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.docket.embedded.EmbeddedBroker;

/** An ActiveMQ Classic in a JVM of its own, with the settings of the embedded one. */
public final class KillableBroker extends BrokerProcess {
    /** Starts it, with its data below that folder. */
    public KillableBroker(Path home) throws IOException {
        super(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KillableBroker.class.getName(),
                home.toString()));
    }

    /** Runs a broker until it is killed, or the one that started it is gone. */
    public static void main(String[] arguments) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
        System.out.println("READY " + broker.openWireUrl());
        while (System.in.read() >= 0) {
            // Nobody says anything; the end of the input is the end of the parent.
        }
        Runtime.getRuntime().halt(0);
    }
}
