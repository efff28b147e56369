package org.docket.retention;

import java.time.Duration;
import java.time.ZoneId;
import org.docket.configuration.Setting;

/** When the purge runs and how, and when people are told of dates. How long is in {@code retention.yaml}. */
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
        Duration look,

        @Setting(
                key = "docket.retention.purge.batch",
                value = "256",
                min = "1",
                max = "256",
                meaning = "number of recordings that are condemned and disposed of together; the vault deletes no more"
                        + " blobs in one call")
        int batch,

        @Setting(
                key = "docket.retention.purge.parallel",
                value = "2",
                min = "1",
                max = "16",
                meaning = "number of batches that are worked on at once; each holds one connection to the database")
        int parallel,

        @Setting(
                key = "docket.retention.notices.cron",
                value = "0 5 * * * ?",
                meaning = "when to look for recordings that will be due soon or are to be reviewed, as a Quartz cron"
                        + " expression in the time zone of the purge")
        String notices) {}
