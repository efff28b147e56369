package org.docket.classify;

import java.util.List;

/**
 * One rule of the policy.
 *
 * @param when the CEL expression
 * @param categories what a recording is for which it holds; at least one
 * @param adds whether later rules are tried as well where it holds
 * @param why the reason, for people
 */
public record Rule(String name, String when, List<String> categories, boolean adds, String why) {
    public Rule {
        categories = List.copyOf(categories);
    }
}
