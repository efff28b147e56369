package org.docket.preservation;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The right of one hub to tell the vault of some recordings. Whoever has lost it by the time the vault answers knows by its token.
 *
 * @param begunUntil no call is begun after that, so that those that were end in time
 * @param until from then on others may take them up
 */
record Claim(UUID token, Instant begunUntil, Instant until) {
    /** Time for beginning the calls of a batch. */
    private static final Duration BEGINNING = Duration.ofMinutes(5);

    /** A claim that begins now, for calls of which each is over after that time. */
    static Claim from(Instant now, Duration call) {
        Instant begunUntil = now.plus(BEGINNING);
        return new Claim(UUID.randomUUID(), begunUntil, begunUntil.plus(call));
    }
}
