package org.docket.dialect;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.jspecify.annotations.Nullable;

/**
 * Reads the section {@code dialects} of {@code config/docks.yaml}. What is wrong is noted with its line and column, as everywhere in
 * a {@link YamlFile}: what this gives back is only ever seen when the whole file is right.
 */
public final class Dialects {
    private static final List<String> UNMAPPED = List.of("keep", "leave-out", "problem");

    private Dialects() {}

    /**
     * The dialects of a file, and Docket's own.
     *
     * @param root what has the section, or has none
     * @return name → dialect
     */
    public static Map<String, Dialect> read(YamlMap root) {
        Map<String, Dialect> dialects = new LinkedHashMap<>();
        dialects.put(Dialect.DOCKET.name(), Dialect.DOCKET);
        root.optionalMap("dialects").ifPresent(section -> section.named().forEach((name, map) -> {
            if (name.value().equals(Dialect.DOCKET.name())) {
                name.wrong("'" + name.value() + "' is Docket's own dialect and cannot be changed; choose another name");
            } else {
                dialects.put(name.name(), dialect(name.value(), map));
            }
        }));
        return dialects;
    }

    private static Dialect dialect(String name, YamlMap map) {
        YamlText format = map.text("format");
        Notation notation =
                switch (format.oneOf("format", Format.extensions())) {
                    case "xml" -> new XmlNotation(namespaces(map));
                    case "csv" -> csv(map);
                    default -> new JsonNotation();
                };
        Dialect.@Nullable Shift shift = notation instanceof CsvNotation
                ? map.optionalMap("rows").map(Dialects::shift).orElse(null)
                : null;
        ZoneId zone = map.optionalText("zone").map(YamlText::zone).orElse(null);
        return new Dialect(name, notation, fields(map.map("fields"), notation), zone, shift);
    }

    private static Map<String, String> namespaces(YamlMap map) {
        Map<String, String> namespaces = new HashMap<>();
        map.optionalMap("namespaces").ifPresent(section -> section.namedTexts()
                .forEach((prefix, namespace) -> namespaces.put(prefix.value(), namespace.value())));
        return namespaces;
    }

    private static CsvNotation csv(YamlMap map) {
        char separator = map.optionalText("separator").map(Dialects::separator).orElse(',');
        Charset charset = map.optionalText("charset")
                .filter(text -> !text.value().equals("auto"))
                .map(text -> text.as(
                        Dialects::charset,
                        "'auto', 'utf-8' or a charset of one byte a character such as windows-1252",
                        StandardCharsets.UTF_8))
                .orElse(null);
        return new CsvNotation(separator, charset);
    }

    private static char separator(YamlText text) {
        return text.as(
                value -> {
                    if (value.equals("tab")) {
                        return '\t';
                    }
                    if (value.length() != 1 || Character.isLetterOrDigit(value.charAt(0)) || value.equals("\"")) {
                        throw new IllegalArgumentException(value);
                    }
                    return value.charAt(0);
                },
                "one character such as ';', or 'tab'",
                ',');
    }

    private static Charset charset(String name) {
        Charset charset = Charset.forName(name);
        if (!charset.equals(StandardCharsets.UTF_8) && !Decoded.isOneByte(charset)) {
            throw new IllegalArgumentException(name);
        }
        return charset;
    }

    private static Dialect.Shift shift(YamlMap map) {
        YamlText file = map.text("file");
        if (!file.value().endsWith(".csv")) {
            file.wrong("'" + file.value() + "' fits other files too; end it with .csv");
        }
        return new Dialect.Shift(
                file.as(Dialect.Shift::names, "a pattern such as SHIFT_*.csv", path -> false),
                map.text("recording").value());
    }

    private static Map<Field, FieldRule> fields(YamlMap map, Notation notation) {
        Map<Field, FieldRule> rules = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            if (map.has(field.key())) {
                rules.put(
                        field,
                        map.isMap(field.key())
                                ? rule(field, map.map(field.key()), notation)
                                : rule(map, field, notation));
            }
        }
        if (rules.isEmpty()) {
            map.wrong("no field has a place; add one, such as "
                    + (notation.format() == Format.CSV ? "officer.id: Officer" : "officer.id: /officer"));
        }
        return rules;
    }

    private static FieldRule rule(YamlMap fields, Field field, Notation notation) {
        return new FieldRule(places(fields, field.key(), notation), Values.ANY, null, Times.ISO, null);
    }

    private static FieldRule rule(Field field, YamlMap map, Notation notation) {
        List<String> places = places(map, "at", notation);
        boolean hasValues = field.kind() == Field.Kind.TEXT || field.kind() == Field.Kind.LIST;
        return new FieldRule(
                places,
                hasValues ? values(map) : Values.ANY,
                field.kind() == Field.Kind.LIST
                        ? map.optionalText("split").map(YamlText::value).orElse(null)
                        : null,
                field.kind() == Field.Kind.TIME
                        ? map.optionalText("time").map(Dialects::times).orElse(Times.ISO)
                        : Times.ISO,
                field.kind() == Field.Kind.TIME
                        ? map.optionalText("zone").map(YamlText::zone).orElse(null)
                        : null);
    }

    private static List<String> places(YamlMap map, String key, Notation notation) {
        List<YamlText> places = map.oneOrMore(key);
        for (YamlText place : places) {
            notation.faultOf(place.value()).ifPresent(place::wrong);
        }
        return places.stream().map(YamlText::value).toList();
    }

    private static Times times(YamlText text) {
        return switch (text.value()) {
            case "iso" -> Times.ISO;
            case "epoch-seconds" -> Times.Epoch.SECONDS;
            case "epoch-millis" -> Times.Epoch.MILLIS;
            default ->
                text.as(
                        Times.Written::of,
                        "'iso', 'epoch-seconds', 'epoch-millis' or a pattern of a date with a time such as dd/MM/yyyy HH:mm:ss",
                        Times.ISO);
        };
    }

    private static Values values(YamlMap map) {
        Map<String, String> known = new HashMap<>();
        Optional<YamlMap> section = map.optionalMap("values");
        section.ifPresent(values -> values.namedTexts().forEach((value, meaning) -> {
            if (known.put(Values.key(value.value()), meaning.value()) != null) {
                value.wrong("the value '" + value.value() + "' stands here twice, only in another case; remove one");
            }
        }));
        Optional<YamlText> otherwise = map.optionalText("otherwise");
        Optional<YamlText> unmapped = map.optionalText("unmapped");
        if (section.isEmpty() && (otherwise.isPresent() || unmapped.isPresent())) {
            map.wrong("there are no 'values' that others could differ from; add them");
        }
        if (otherwise.isPresent()) {
            unmapped.ifPresent(
                    text -> text.wrong("'otherwise' says already what other values mean; remove one of the two"));
            return new Values(
                    known, new Values.Unknown.Otherwise(otherwise.get().value()));
        }
        return new Values(known, unmapped.map(Dialects::unmapped).orElse(Values.ANY.unknown()));
    }

    private static Values.Unknown unmapped(YamlText text) {
        return switch (text.oneOf("way with other values", UNMAPPED)) {
            case "leave-out" -> new Values.Unknown.LeaveOut();
            case "problem" -> new Values.Unknown.Problem();
            default -> new Values.Unknown.Keep();
        };
    }
}
