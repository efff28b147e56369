package org.docket.monitoring;

import java.time.Duration;
import org.docket.configuration.Setting;

/** When vault and catalogue are held against each other, and how much of the vault is read again. */
public record MonitoringConfiguration(
        @Setting(
                key = "docket.reconcile.cron",
                value = "0 15 0 * * ?",
                meaning = "when vault and catalogue are held against each other, as a Quartz cron expression, in"
                        + " the time zone of the purge; before the purge")
        String reconcileCron,

        @Setting(
                key = "docket.reconcile.again",
                value = "PT10M",
                min = "PT0.05S",
                meaning = "time between two looks whether a reconciliation was cut short and has to be carried on")
        Duration reconcileAgain,

        @Setting(
                key = "docket.reconcile.grace",
                value = "PT1H",
                min = "PT0S",
                meaning =
                        "time that a blob may be in the vault before it needs a recording, and that a recording may be"
                                + " deposited before its source needs a receipt")
        Duration reconcileGrace,

        @Setting(
                key = "docket.fixity.cron",
                value = "0 30 3 * * ?",
                meaning =
                        "when a share of the vault is read again, as a Quartz cron expression, in the time zone of the"
                                + " purge")
        String fixityCron,

        @Setting(
                key = "docket.fixity.share",
                value = "0.02",
                min = "0",
                max = "1",
                meaning = "share of the deposited recordings that is read again each time, 0 for none")
        double fixityShare,

        @Setting(
                key = "docket.fixity.budget",
                value = "200GiB",
                min = "1",
                meaning = "bytes that are read again each time; one recording is read even if it is longer")
        long fixityBudget,

        @Setting(
                key = "docket.fixity.parallel",
                value = "2",
                min = "1",
                max = "64",
                meaning = "number of recordings that are read again at once")
        int fixityParallel) {}
