package org.docket.retention;

import java.time.Duration;
import java.time.ZoneId;
import org.docket.configuration.Setting;

/** When the purge runs. How long recordings are kept is in {@code retention.yaml}. */
public record RetentionConfiguration(
        @Setting(
                key = "docket.retention.purge.cron",
                value = "0 15 2 * * ?",
                meaning = "when the purge runs, as a Quartz cron expression (second minute hour day month weekday)")
        String cron,

        @Setting(key = "docket.retention.purge.zone", value = "Europe/London", meaning = "time zone of that expression")
        ZoneId zone,

        @Setting(
                key = "docket.retention.purge.look",
                value = "PT10S",
                min = "PT0.05S",
                meaning = "time between two looks whether a person has released a run that was stopped")
        Duration look) {}
