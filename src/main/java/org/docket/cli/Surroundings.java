package org.docket.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param install the folder of the launcher, which holds {@code config/}, {@code routes/} and {@code samples/}
 * @param environment the environment variables
 * @param overrides settings that win over all files and the environment
 */
record Surroundings(Path install, Map<String, String> environment, Map<String, String> overrides, Clock clock) {
    Surroundings {
        environment = Map.copyOf(environment);
        overrides = Map.copyOf(overrides);
    }
}
