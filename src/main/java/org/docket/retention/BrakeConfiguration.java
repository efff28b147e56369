package org.docket.retention;

import java.time.Duration;
import org.docket.configuration.Setting;

/** What stops a run of the purge until a person has looked at it. */
public record BrakeConfiguration(
        @Setting(
                key = "docket.retention.brake.share",
                value = "3",
                min = "1",
                meaning = "how many times the trailing average of a day the runs of one day may dispose of")
        double share,

        @Setting(
                key = "docket.retention.brake.count",
                value = "20",
                min = "0",
                meaning = "number of recordings that the runs of one day may dispose of without being compared with the"
                        + " trailing average and with everything that there is")
        long count,

        @Setting(
                key = "docket.retention.brake.days",
                value = "14",
                min = "1",
                max = "366",
                meaning = "number of days before today whose runs make the trailing average")
        int days,

        @Setting(
                key = "docket.retention.brake.whole",
                value = "0.25",
                min = "0",
                max = "1",
                meaning = "share of all recordings in the vault that the runs of one day may dispose of, 1 for all")
        double whole,

        @Setting(
                key = "docket.retention.brake.clocks",
                value = "PT1M",
                min = "PT2S",
                meaning = "how far the clocks of hub, database and vault may be apart")
        Duration clocks,

        @Setting(
                key = "docket.retention.brake.ledger",
                value = "P7D",
                min = "P1D",
                meaning = "how long ago the custody ledger may have been verified from end to end")
        Duration ledger,

        @Setting(
                key = "docket.retention.brake.listing",
                value = "0.001",
                min = "0",
                max = "1",
                meaning =
                        "how much may not fit between vault and catalogue that nobody knew of, as a share of the recordings"
                                + " that must be in the vault; fewer than 10 are always allowed")
        double listing,

        @Setting(
                key = "docket.retention.brake.listing.age",
                value = "P2D",
                min = "PT1H",
                meaning = "how long ago vault and catalogue may have been held against each other")
        Duration listingAge) {}
