package org.docket.casework;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may say. Links are no right: the key {@code link} gives them. */
public enum Right {
    /** Acknowledge and reject handovers. */
    ANSWER,
    /** Decide about recordings. */
    DECIDE,
    /** Place holds, and lift them. */
    HOLD,
    /** Tell of outcomes of cases. */
    OUTCOME,
    /** Tell of incidents. */
    INCIDENT;

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
        return switch (type) {
            case Inbox.ACKNOWLEDGED, Inbox.REJECTED -> Optional.of(ANSWER);
            case "docket.decision.v1" -> Optional.of(DECIDE);
            case "docket.hold.v1", "docket.hold-lifted.v1" -> Optional.of(HOLD);
            case "docket.outcome.v1" -> Optional.of(OUTCOME);
            case Inbox.INCIDENT -> Optional.of(INCIDENT);
            default -> Optional.empty();
        };
    }
}
