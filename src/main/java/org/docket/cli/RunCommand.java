package org.docket.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.docket.HubConfiguration;
import org.docket.configuration.Settings;
import org.docket.console.HttpPort;
import org.docket.intake.IntakeConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code docket run}. */
@Command(name = "run", description = "Run the hub until Ctrl-C or SIGTERM.")
final class RunCommand implements Callable<Integer> {
    @ParentCommand
    private DocketCommand docket;

    @Override
    public Integer call() throws Exception {
        Instant begun = docket.clock().instant();
        Settings settings = settings();
        try (HubLife life = HubLife.start(settings, docket.clock(), docket.out())) {
            docket.out()
                    .println("Docket is up in " + seconds(begun, docket.clock().instant()) + " s: "
                            + HubLife.http(settings) + ", broker "
                            + Addresses.shown(life.hub().brokerUrl()) + ", docks in "
                            + settings.read(IntakeConfiguration.class).root());
            life.awaitSignal();
        }
        return 0;
    }

    /** Port 0 is any free one: it is chosen here, so that it can be told. */
    private Settings settings() {
        Settings settings = docket.settings();
        HubConfiguration hub = settings.read(HubConfiguration.class);
        return hub.httpPort() != 0
                ? settings
                : docket.settings(Map.of("docket.http.port", String.valueOf(HttpPort.anyFree(hub.httpHost()))));
    }

    static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1f", Duration.between(from, to).toMillis() / 1000.0);
    }
}
