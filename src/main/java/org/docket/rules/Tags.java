package org.docket.rules;

import java.util.List;
import java.util.Locale;

/** Tags as rules see them. Docks write the same tag in many ways; rules know one. */
final class Tags {
    private Tags() {}

    /** Lower case, with a single hyphen for each run of spaces, underscores and hyphens: {@code Stop_and Search} is {@code stop-and-search}. */
    static String normalise(String tag) {
        return tag.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "-");
    }

    /** The normalised tags, each once, in their order. */
    static List<String> normalise(List<String> tags) {
        return tags.stream().map(Tags::normalise).distinct().toList();
    }
}
