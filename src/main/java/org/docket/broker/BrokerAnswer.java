package org.docket.broker;

/** Whether the broker answers. */
public sealed interface BrokerAnswer {
    /** It does. */
    record There() implements BrokerAnswer {}

    /**
     * It does not.
     *
     * @param why in a few words, without anything secret; what a person looks at if that can be said
     */
    record Away(String why) implements BrokerAnswer {}
}
