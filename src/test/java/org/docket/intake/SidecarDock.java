package org.docket.intake;

import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.docket.dialect.Dialect;

/** A dock whose sidecars are read. */
final class SidecarDock {
    private SidecarDock() {}

    static Dock writing(Dialect dialect) {
        return new Dock(
                "harbour-4",
                true,
                null,
                null,
                null,
                ZoneId.of("Europe/London"),
                Pattern.compile("(?<officer>.+)"),
                new Release.Leave(),
                false,
                dialect,
                Duration.ZERO);
    }
}
