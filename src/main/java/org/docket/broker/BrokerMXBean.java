package org.docket.broker;

import java.util.Map;

/** The broker as the hub sees it: {@code org.docket:type=Broker}. */
public interface BrokerMXBean {
    /** When its queues were last looked at; empty before the first look. */
    String getLookedAt();

    /** How many messages were in each queue then; of a broker that is not Docket's own, 100 stands for 100 or more. */
    Map<String, Long> getQueueDepths();

    /** How many read each queue; those of which the broker does not say it are absent. */
    Map<String, Long> getQueueConsumers();

    /** Why the broker does not say it of some queues. */
    Map<String, String> getUnknownDepths();

    /** How many messages of case systems wait for a person because Docket could not accept them. */
    long getRefusedMessages();

    /** How many messages wait for a person because whoever reads their queue could not take them. */
    long getDeadLetters();
}
