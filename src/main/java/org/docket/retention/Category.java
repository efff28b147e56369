package org.docket.retention;

/**
 * What kind of footage it is.
 *
 * @param name as the policy and the catalogue say it: {@code stop-and-search}
 * @param title as people read it
 * @param rule how long it is kept
 */
public record Category(
        String name,
        String title,
        RetentionRule rule,
        org.threeten.extra.@org.jspecify.annotations.Nullable PeriodDuration minimum,
        EarlyDeletion early) {}
