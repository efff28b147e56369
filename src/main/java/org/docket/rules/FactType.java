package org.docket.rules;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A group of facts: their names, their types and where their values come from, declared together so that they cannot differ.
 *
 * @param <P> the part of the facts that the group shows
 */
final class FactType<P> {
    private record Fact<P>(CelType type, Function<P, @Nullable Object> value) {}

    private final String name;
    private final Map<String, Fact<P>> facts = new LinkedHashMap<>();
    private final Map<String, FactType<?>> nested = new LinkedHashMap<>();

    /** A group; its CEL type has a space in its name, so that no rule can construct one. */
    FactType(String name) {
        this.name = name;
    }

    FactType<P> text(String fact, Function<P, @Nullable String> value) {
        return fact(fact, SimpleType.STRING, value::apply);
    }

    FactType<P> instant(String fact, Function<P, @Nullable Instant> value) {
        return fact(fact, SimpleType.TIMESTAMP, value::apply);
    }

    FactType<P> span(String fact, Function<P, @Nullable Duration> value) {
        return fact(fact, SimpleType.DURATION, value::apply);
    }

    FactType<P> decimal(String fact, Function<P, @Nullable Double> value) {
        return fact(fact, SimpleType.DOUBLE, value::apply);
    }

    /** A whole number; CEL knows only 64 bits. */
    FactType<P> whole(String fact, Function<P, ? extends @Nullable Number> value) {
        return fact(fact, SimpleType.INT, part -> {
            Number number = value.apply(part);
            return number == null ? null : number.longValue();
        });
    }

    <Q> FactType<P> group(String fact, FactType<Q> type, Function<P, @Nullable Q> value) {
        nested.put(fact, type);
        return fact(fact, type.celType(), part -> {
            Q inner = value.apply(part);
            return inner == null ? null : type.show(name + "." + fact, inner);
        });
    }

    private FactType<P> fact(String fact, CelType type, Function<P, @Nullable Object> value) {
        facts.put(fact, new Fact<>(type, value));
        return this;
    }

    String name() {
        return name;
    }

    StructType celType() {
        ImmutableMap.Builder<String, CelType> types = ImmutableMap.builder();
        facts.forEach((fact, declared) -> types.put(fact, declared.type()));
        ImmutableMap<String, CelType> byName = types.buildOrThrow();
        return StructType.create(name + " facts", byName.keySet(), fact -> Optional.ofNullable(byName.get(fact)));
    }

    Map<String, FactType<?>> nested() {
        return nested;
    }

    /**
     * The facts of a part.
     *
     * @param path how rules write the group: {@code media.location}
     * @param part null if nothing of the group is known: the group is there all the same, without a fact
     */
    FactGroup show(String path, @Nullable P part) {
        Map<String, Object> known = new LinkedHashMap<>();
        if (part != null) {
            facts.forEach((fact, declared) -> {
                Object value = declared.value().apply(part);
                if (value != null) {
                    known.put(fact, value);
                }
            });
        }
        return new FactGroup(path, known);
    }
}
