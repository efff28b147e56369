package org.docket.rules;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The functions that rules can call beside those of CEL. Times of day and days are those of one zone. None asks what time it is now: a
 * policy depends on facts alone.
 */
final class RuleFunctions {
    static final String BETWEEN_TIMES = "betweenTimes";
    static final String DAY_OF_WEEK = "dayOfWeek";
    static final String LOCAL_DATE = "localDate";
    static final String DISTANCE = "distance";

    /** How each is called, for errors and in the order in which they are documented. */
    private static final Map<String, String> USAGE = new LinkedHashMap<>();

    static {
        USAGE.put("hourOf", "hourOf(time)");
        USAGE.put(DAY_OF_WEEK, "dayOfWeek(time)");
        USAGE.put(LOCAL_DATE, "localDate(time)");
        USAGE.put(BETWEEN_TIMES, "betweenTimes(time, \"22:00\", \"06:00\")");
        USAGE.put("seconds", "seconds(number)");
        USAGE.put("minutes", "minutes(number)");
        USAGE.put("hours", "hours(number)");
        USAGE.put("days", "days(number)");
        USAGE.put(
                DISTANCE,
                "distance(location, media.location), distance(location, lat, lon) or distance(lat, lon, lat, lon)");
        USAGE.put("overlap", "overlap(from, to, from, to), with four times");
    }

    private static final long MOST_SECONDS = Duration.ofDays(366_000).toSeconds();
    private static final CelType PLACE = FactVocabulary.placeType();
    private static final CelType TIME = SimpleType.TIMESTAMP;
    private static final CelType NUMBER = SimpleType.DOUBLE;

    private final Map<String, List<Overload>> functions = new LinkedHashMap<>();

    private record Overload(CelOverloadDecl declaration, CelFunctionBinding binding) {}

    /**
     * The functions in one zone.
     *
     * @param zone whose clocks and calendar give times of day and days
     */
    RuleFunctions(ZoneId zone) {
        add("hourOf", SimpleType.INT, List.of(TIME), arguments ->
                (long) local(arguments[0], zone).getHour());
        add(DAY_OF_WEEK, SimpleType.STRING, List.of(TIME), arguments -> ((Instant) arguments[0])
                .atZone(zone)
                .getDayOfWeek()
                .name()
                .toLowerCase(Locale.ROOT));
        add(LOCAL_DATE, SimpleType.STRING, List.of(TIME), arguments -> ((Instant) arguments[0])
                .atZone(zone)
                .toLocalDate()
                .toString());
        add(
                BETWEEN_TIMES,
                SimpleType.BOOL,
                List.of(TIME, SimpleType.STRING, SimpleType.STRING),
                arguments -> between(
                        local(arguments[0], zone), LocalTime.parse((String) arguments[1]), LocalTime.parse((String)
                                arguments[2])));
        span("seconds", 1);
        span("minutes", 60);
        span("hours", 3_600);
        span("days", 86_400);
        add(
                DISTANCE,
                NUMBER,
                List.of(PLACE, PLACE),
                arguments ->
                        Distance.metres(lat(arguments[0]), lon(arguments[0]), lat(arguments[1]), lon(arguments[1])));
        add(
                DISTANCE,
                NUMBER,
                List.of(PLACE, NUMBER, NUMBER),
                arguments -> Distance.metres(
                        lat(arguments[0]), lon(arguments[0]), (double) arguments[1], (double) arguments[2]));
        add(
                DISTANCE,
                NUMBER,
                List.of(NUMBER, NUMBER, NUMBER, NUMBER),
                arguments -> Distance.metres(
                        (double) arguments[0], (double) arguments[1], (double) arguments[2], (double) arguments[3]));
        add(
                "overlap",
                SimpleType.DURATION,
                List.of(TIME, TIME, TIME, TIME),
                arguments -> overlap((Instant) arguments[0], (Instant) arguments[1], (Instant) arguments[2], (Instant)
                        arguments[3]));
    }

    private void add(String name, CelType result, List<CelType> parameters, CelFunctionOverload body) {
        List<Overload> overloads = functions.computeIfAbsent(name, absent -> new ArrayList<>());
        String id = "docket_" + name + "_" + overloads.size();
        overloads.add(new Overload(
                CelOverloadDecl.newGlobalOverload(id, result, parameters),
                CelFunctionBinding.from(
                        id,
                        parameters.stream()
                                .<Class<?>>map(RuleFunctions::classOf)
                                .collect(ImmutableList.toImmutableList()),
                        body)));
    }

    /** A length of time in that unit, of whole or decimal numbers. */
    private void span(String name, long unitSeconds) {
        add(
                name,
                SimpleType.DURATION,
                List.of(SimpleType.INT),
                arguments -> span((double) (long) arguments[0], unitSeconds));
        add(name, SimpleType.DURATION, List.of(NUMBER), arguments -> span((double) arguments[0], unitSeconds));
    }

    private static Class<?> classOf(CelType type) {
        return switch (type.kind()) {
            case TIMESTAMP -> Instant.class;
            case STRING -> String.class;
            case INT -> Long.class;
            case DOUBLE -> Double.class;
            default -> FactGroup.class;
        };
    }

    List<CelFunctionDecl> declarations() {
        return functions.entrySet().stream()
                .map(function -> CelFunctionDecl.newFunctionDeclaration(
                        function.getKey(),
                        function.getValue().stream().map(Overload::declaration).toList()))
                .toList();
    }

    List<CelFunctionBinding> bindings() {
        return functions.entrySet().stream()
                .flatMap(function -> CelFunctionBinding.fromOverloads(
                        function.getKey(),
                        function.getValue().stream().map(Overload::binding).toList())
                        .stream())
                .toList();
    }

    /** How a function of ours is called; empty if it is none. */
    static Optional<String> usage(String function) {
        return Optional.ofNullable(USAGE.get(function));
    }

    /** The names of the functions. */
    static List<String> names() {
        return Collections.unmodifiableList(new ArrayList<>(USAGE.keySet()));
    }

    private static LocalTime local(Object time, ZoneId zone) {
        return ((Instant) time).atZone(zone).toLocalTime();
    }

    /** From the first on and before the second; over midnight if the second is the earlier one. */
    private static boolean between(LocalTime time, LocalTime from, LocalTime to) {
        boolean begun = !time.isBefore(from);
        boolean ended = !time.isBefore(to);
        return from.isBefore(to) ? begun && !ended : begun || !ended;
    }

    private static Duration span(double number, long unitSeconds) {
        double seconds = number * unitSeconds;
        if (!(Math.abs(seconds) <= MOST_SECONDS)) {
            throw new IllegalArgumentException("a length of time of " + seconds + " seconds is beyond all sense");
        }
        return Duration.ofSeconds((long) seconds, Math.round((seconds - (long) seconds) * 1e9));
    }

    /** How long two spans of time have in common. One that ends before it begins has nothing in common with any. */
    private static Duration overlap(Instant from1, Instant to1, Instant from2, Instant to2) {
        Instant from = from1.isAfter(from2) ? from1 : from2;
        Instant to = to1.isBefore(to2) ? to1 : to2;
        return from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
    }

    private static double lat(Object place) {
        return (double) ((FactGroup) place).select("lat");
    }

    private static double lon(Object place) {
        return (double) ((FactGroup) place).select("lon");
    }
}
