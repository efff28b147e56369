package org.docket.classify;

import java.time.Duration;
import org.docket.configuration.Setting;

/** How a running hub looks after its policy. */
public record PolicyConfiguration(
        @Setting(
                key = "docket.policy.look",
                value = "PT10S",
                min = "PT0.05S",
                meaning = "time between two looks for a changed policy or changed retention rules")
        Duration look) {}
