package org.docket.configuration;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Words that a person may have meant. */
public final class YamlWords {
    private YamlWords() {}

    /**
     * The remedy for an unknown word: the nearest known one if it is near, else all of them.
     *
     * @param known the words that would have been right
     */
    public static String suggestion(String word, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        int near = Math.max(2, word.length() / 2);
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance.apply(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(nearest -> distance.apply(word, nearest) <= near
                        ? "did you mean '" + nearest + "'?"
                        : "use one of " + String.join(", ", known))
                .orElse("remove it");
    }
}
