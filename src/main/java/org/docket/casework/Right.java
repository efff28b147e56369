package org.docket.casework;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody may say. Links are no right: the key {@code link} gives them. */
public enum Right {
    /** Acknowledge and reject handovers. */
    ANSWER(Inbox.ACKNOWLEDGED, Inbox.REJECTED),
    /** Decide about recordings. */
    DECIDE("docket.decision.v1"),
    /** Place holds, and lift them. */
    HOLD("docket.hold.v1", "docket.hold-lifted.v1"),
    /** Tell of outcomes of cases. */
    OUTCOME("docket.outcome.v1"),
    /** Tell of incidents. */
    INCIDENT(Inbox.INCIDENT);

    private final Set<String> types;

    Right(String... types) {
        this.types = Set.of(types);
    }

    /** As {@code casework.yaml} names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All, as {@code casework.yaml} names them. */
    static List<String> words() {
        return Arrays.stream(values()).map(Right::word).toList();
    }

    /** The right that a message of that type needs. */
    static Optional<Right> of(String type) {
        return Arrays.stream(values())
                .filter(right -> right.types.contains(type))
                .findFirst();
    }
}
