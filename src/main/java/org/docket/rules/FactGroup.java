package org.docket.rules;

import dev.cel.common.values.SelectableValue;
import java.util.Map;
import java.util.Optional;

/** The known facts of one group, such as {@code officer}, as a rule sees them when it is evaluated. */
record FactGroup(String name, Map<String, Object> known) implements SelectableValue<String> {
    @Override
    public Object select(String fact) {
        Object value = known.get(fact);
        if (value == null) {
            throw new AbsentFactException(name + "." + fact);
        }
        return value;
    }

    @Override
    public Optional<?> find(String fact) {
        return Optional.ofNullable(known.get(fact));
    }
}
