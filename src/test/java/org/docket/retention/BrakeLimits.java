package org.docket.retention;

import java.nio.file.Path;
import java.util.Map;
import org.docket.configuration.Settings;

/** The limits that Docket ships. */
final class BrakeLimits {
    static final BrakeConfiguration SHIPPED = Settings.load(
                    Path.of(""), null, Map.of(), Map.of(), org.docket.Docket.CONFIGURATION)
            .read(BrakeConfiguration.class);

    private BrakeLimits() {}
}
