package org.docket.broker;

import org.jspecify.annotations.Nullable;

/** How many messages are in a queue, as far as that can be found out. */
public sealed interface Depth {
    /**
     * So many.
     *
     * @param consumers how many read it; absent if that is not known
     */
    record Exactly(long messages, @Nullable Long consumers) implements Depth {
        /** So many, of which nobody knows who reads them. */
        public Exactly(long messages) {
            this(messages, null);
        }
    }

    /** So many, or more: nobody counts further. */
    record AtLeast(long messages) implements Depth {}

    /** The broker does not say. */
    record Unknown(String why) implements Depth {}
}
