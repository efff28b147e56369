package org.docket.cli;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.docket.HubConfiguration;
import org.docket.configuration.Settings;
import org.docket.console.HttpPort;
import org.docket.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code docket demo}. */
@Command(
        name = "demo",
        description = "Run the hub with sample recordings and a simulated case system, and show their way.")
final class DemoCommand implements Callable<Integer> {
    private static final String PORT = "docket.http.port";
    private static final int DEFAULT_PORT = 8080;

    /** A person is watching: nobody wants to wait for the intervals of a working day. */
    private static final Map<String, String> QUICK = Map.of(
            "docket.intake.settle", "PT1S",
            "docket.intake.poll", "PT0.2S",
            "docket.intake.discovery", "PT0.5S",
            "docket.intake.release", "PT1S",
            "docket.casework.relay", "PT0.2S",
            "docket.casework.retry", "PT5S");

    private static final List<String> REAL_SERVICES =
            List.of("docket.vault.connection", "docket.database.url", "docket.broker.url");

    @ParentCommand
    private DocketCommand docket;

    @Option(names = "--once", description = "Stop when every sample is through.")
    private boolean once;

    @Override
    public Integer call() throws Exception {
        refuseRealServices();
        Settings settings = settings();
        HubLife.refuseIfRunning(settings.home());
        docket.out().println("Starting Docket with its home in " + settings.home() + " ...");
        Instant begun = docket.clock().instant();
        try (HubLife life = HubLife.start(settings, docket.clock(), docket.out())) {
            docket.out()
                    .println("Docket is up in "
                            + RunCommand.seconds(begun, docket.clock().instant()) + " s.");
            try (Demo demo = Demo.begin(life.hub(), docket.out())) {
                boolean through = demo.run();
                demo.sayWhereToLook(HubLife.http(settings), once);
                if (once) {
                    return through ? 0 : 1;
                }
                docket.out().println();
                docket.out().println("Docket keeps running: drop recordings into the docks, and stop it with Ctrl-C.");
                life.awaitSignal();
            }
        }
        return 0;
    }

    /** Samples with invented officers have no place among a force's evidence. */
    private void refuseRealServices() {
        Map<String, String> values = docket.settings().all();
        for (String key : REAL_SERVICES) {
            if (!values.getOrDefault(key, "").isEmpty()) {
                throw new Refusal("The demo runs on embedded parts only, and " + key
                        + " is set: unset it for the demo, or start './docket run'.");
            }
        }
    }

    private Settings settings() {
        Map<String, String> overrides = new HashMap<>(QUICK);
        HubConfiguration hub = docket.settings().read(HubConfiguration.class);
        boolean chosen = hub.httpPort() != DEFAULT_PORT || docket.isInEnvironment("DOCKET_HTTP_PORT");
        if (hub.httpPort() == 0) {
            overrides.put(PORT, String.valueOf(HttpPort.anyFree(hub.httpHost())));
        } else if (!chosen && !HttpPort.isFree(hub.httpHost(), hub.httpPort())) {
            int free = HttpPort.anyFree(hub.httpHost());
            docket.out().println("Port " + hub.httpPort() + " is taken, so the demo listens on " + free + ".");
            overrides.put(PORT, String.valueOf(free));
        }
        return docket.settings(overrides);
    }
}
