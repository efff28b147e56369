package org.docket.rules;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.docket.catalogue.Facts;
import org.jspecify.annotations.Nullable;

/** The facts of one recording as rules see them. */
public final class ShownFacts {
    private final Map<String, Object> variables;

    private ShownFacts(Map<String, Object> variables) {
        this.variables = variables;
    }

    public static ShownFacts of(Facts facts) {
        return new ShownFacts(FactVocabulary.show(facts));
    }

    Optional<Object> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /**
     * Tells what stands behind a path that a rule mentions.
     *
     * @param path such as {@code officer.unit}; a group, which a function was given as a whole, is laid out
     * @param told the path of each fact and its value as text, or null if it is not known
     */
    public void tell(String path, BiConsumer<String, @Nullable String> told) {
        String[] steps = path.split("\\.", -1);
        Object value = variables.get(steps[0]);
        for (int i = 1; i < steps.length && value != null; i++) {
            value = value instanceof FactGroup group ? group.known().get(steps[i]) : null;
        }
        tell(path, value, told);
    }

    private static void tell(String path, @Nullable Object value, BiConsumer<String, @Nullable String> told) {
        if (value == null) {
            told.accept(path, null);
        } else if (!(value instanceof FactGroup group)) {
            told.accept(path, value instanceof Duration span ? span.toString() : String.valueOf(value));
        } else if (group.known().isEmpty()) {
            told.accept(path, null);
        } else {
            group.known().forEach((fact, inner) -> tell(path + "." + fact, inner, told));
        }
    }
}
