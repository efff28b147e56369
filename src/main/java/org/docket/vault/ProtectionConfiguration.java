package org.docket.vault;

import java.time.Duration;
import org.docket.configuration.Setting;

/** How the vault itself keeps what is retained from being changed or deleted, and when blobs change their access tier. */
public record ProtectionConfiguration(
        @Setting(
                key = "docket.vault.immutability",
                value = "off",
                meaning = "how the vault protects the blobs of what is retained or held: off, legal-hold, or"
                        + " legal-hold-and-period (an unlocked immutability policy as well)")
        Immutability immutability,

        @Setting(
                key = "docket.vault.immutability.period",
                value = "P90D",
                min = "PT1S",
                meaning = "length of that immutability policy, from when the legal hold is set")
        Duration period,

        @Setting(
                key = "docket.vault.protect.look",
                value = "PT5S",
                min = "PT0.05S",
                meaning = "time between two looks for recordings whose legal hold has to be set or lifted")
        Duration protectLook,

        @Setting(
                key = "docket.vault.batch",
                value = "200",
                min = "1",
                max = "5000",
                meaning = "number of recordings whose legal hold or access tier is changed together")
        int batch,

        @Setting(
                key = "docket.vault.tier.cron",
                value = "0 45 3 * * ?",
                meaning = "when recordings are moved to colder access tiers, as a Quartz cron expression in the zone of"
                        + " docket.retention.purge.zone")
        String tierCron,

        @Setting(
                key = "docket.vault.retrieval.look",
                value = "PT1M",
                min = "PT0.05S",
                meaning = "time between two looks whether the archive has given a recording back")
        Duration retrievalLook) {

    /** What the vault is told of a recording that is retained or held. */
    public enum Immutability {
        /** Nothing. What it was told before is still taken back when the recording is released. */
        OFF,
        /** A legal hold. */
        LEGAL_HOLD,
        /** A legal hold, and an unlocked immutability policy for a period. */
        LEGAL_HOLD_AND_PERIOD
    }

    /** Whether legal holds are set. */
    public boolean isOn() {
        return immutability != Immutability.OFF;
    }
}
