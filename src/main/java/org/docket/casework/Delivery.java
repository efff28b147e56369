package org.docket.casework;

import java.time.Duration;
import java.util.Optional;

/**
 * How messages get to a case system.
 *
 * @param queue that it reads
 * @param patience how long its answer is waited for
 * @param redelivery time until what the broker did not take is tried again; without it, as soon as it takes something
 * @param lanes how many batches are sent at once
 * @param perSecond how many messages are sent in a second, by one hub; 0 for as many as there are
 */
public record Delivery(String queue, Patience patience, Optional<Duration> redelivery, int lanes, int perSecond) {
    static final int LANES = 2;
}
