package org.docket.casework;

import java.time.Duration;
import org.docket.configuration.Setting;

/** How handovers are relayed, and what case systems say is worked on. */
public record CaseworkConfiguration(
        @Setting(
                key = "docket.casework.relay",
                value = "PT1S",
                min = "PT0.05S",
                meaning = "time between two looks for notices that are to be sent, and for handovers that were not"
                        + " acknowledged in time; handovers themselves are sent at once")
        Duration relay,

        @Setting(
                key = "docket.casework.batch",
                value = "100",
                min = "1",
                max = "10000",
                meaning = "number of handovers that are given to the broker in one transaction, at most")
        int batch,

        @Setting(
                key = "docket.casework.retry",
                value = "PT30S",
                min = "PT0.05S",
                meaning =
                        "time until a handover that a hub took to send, and of which nothing was heard since, is sent again")
        Duration retry,

        @Setting(
                key = "docket.casework.consumers",
                value = "1",
                min = "1",
                max = "100",
                meaning =
                        "number of messages of case systems that are worked on at once; with more than one, a decision"
                                + " can overtake another")
        int consumers,

        @Setting(
                key = "docket.casework.deliveries",
                value = "6",
                min = "1",
                max = "1000",
                meaning =
                        "number of times that a message of a case system may fail for no passing reason, such as a defect,"
                                + " before it goes to the queue of refused messages")
        int deliveries) {}
