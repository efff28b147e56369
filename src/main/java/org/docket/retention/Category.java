package org.docket.retention;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.threeten.extra.PeriodDuration;

/**
 * What kind of footage it is.
 *
 * @param name as the policy and the catalogue say it: {@code stop-and-search}
 * @param title as people read it
 * @param rule how long it is kept
 * @param minimum counted from receipt: before it is over nobody may delete it, whatever is decided; zero for none
 * @param notices how long before it is due people are told, the longest first; none if they are not
 * @param early who may ask that it is deleted before it is due
 * @param systems the ids of the case systems that are told of it; empty: those that {@code casework.yaml} says
 */
public record Category(
        String name,
        String title,
        RetentionRule rule,
        PeriodDuration minimum,
        List<PeriodDuration> notices,
        EarlyDeletion early,
        Optional<Set<String>> systems) {
    public Category {
        notices = List.copyOf(notices);
        systems = systems.map(Set::copyOf);
    }

    /** Whether it is kept until a person decides. */
    public boolean isUntilReview() {
        return rule instanceof RetentionRule.UntilReview;
    }
}
