package org.docket.intake;

import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.docket.dialect.Dialect;

/** A dock whose sidecars are read. */
final class SidecarDock {
    private SidecarDock() {}

    static Dock writing(Dialect dialect) {
        return writing(dialect, "harbour-4");
    }

    static Dock writing(Dialect dialect, String id) {
        return new Dock(
                id,
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
