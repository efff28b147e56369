package org.docket.casework;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.docket.rules.Expression;
import org.docket.rules.Outcome;
import org.docket.rules.ShownFacts;

/**
 * Which recordings a case system is told of.
 *
 * @param categories those of these categories; empty means all
 * @param when and of which this holds; without it, all
 */
public record Selection(Set<String> categories, Optional<Expression> when) {
    public Selection {
        categories = Set.copyOf(categories);
    }

    boolean has(String category) {
        return categories.isEmpty() || categories.contains(category);
    }

    /** Whether a recording of such a category is to be told of. */
    Outcome holds(Supplier<Optional<ShownFacts>> facts) {
        return when.map(expression -> facts.get().map(expression::on).orElseGet(Outcome.NotMatched::new))
                .orElseGet(Outcome.Matched::new);
    }
}
