package org.docket.custody;

import java.time.Duration;
import org.docket.configuration.Setting;

/** When the custody ledger is verified. */
public record CustodyConfiguration(
        @Setting(
                key = "docket.custody.check.cron",
                value = "0 45 0 * * ?",
                meaning =
                        "when the custody ledger is verified, as a Quartz cron expression, in the time zone of the purge;"
                                + " before the purge")
        String cron,

        @Setting(
                key = "docket.custody.check.time",
                value = "PT1H",
                min = "PT1S",
                meaning =
                        "time after which a verification that has not got through ends, and is carried on with the next"
                                + " time")
        Duration time) {}
