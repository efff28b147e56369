package org.docket.broker;

/** How many messages are in a queue, as far as that can be found out. */
public sealed interface Depth {
    /** So many. */
    record Exactly(long messages) implements Depth {}

    /** So many, or more: nobody counts further. */
    record AtLeast(long messages) implements Depth {}

    /** The broker does not say. */
    record Unknown(String why) implements Depth {}
}
