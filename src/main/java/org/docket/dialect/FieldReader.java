package org.docket.dialect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Json;
import org.docket.catalogue.Location;
import org.docket.catalogue.Officer;
import org.jspecify.annotations.Nullable;

/** Reads a sidecar field by field: one that is wrong becomes a problem, the others still count. */
final class FieldReader {
    private static final int MOST_PROBLEMS = 30;
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern DEGREES = Pattern.compile("[+-]?\\d{1,3}([.,]\\d{1,30})?([eE]-?\\d{1,2})?");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final Document document;
    private final Map<Field, FieldRule> rules;
    private final ZoneId zone;
    private final Set<String> problems = new LinkedHashSet<>();

    FieldReader(Document document, Map<Field, FieldRule> rules, ZoneId zone) {
        this.document = document;
        this.rules = rules;
        this.zone = zone;
    }

    Reading read() {
        problems.addAll(document.problems(rules.values().stream()
                .map(FieldRule::places)
                .flatMap(Collection::stream)
                .toList()));
        Instant startedAt = time(Field.STARTED_AT);
        return new Reading(
                text(Field.SOURCE_ID),
                camera(),
                officer(),
                startedAt,
                endedAt(startedAt),
                tags(),
                text(Field.INCIDENT),
                text(Field.DECISION),
                location(),
                sha256(),
                text(Field.NOTES),
                noted());
    }

    private List<String> noted() {
        List<String> noted = new ArrayList<>(problems);
        return noted.size() <= MOST_PROBLEMS
                ? List.copyOf(noted)
                : Stream.concat(noted.stream().limit(MOST_PROBLEMS), Stream.of("has more problems than these"))
                        .toList();
    }

    private @Nullable Camera camera() {
        String serial = text(Field.CAMERA_SERIAL);
        String make = text(Field.CAMERA_MAKE);
        String model = text(Field.CAMERA_MODEL);
        String firmware = text(Field.CAMERA_FIRMWARE);
        return serial == null && make == null && model == null && firmware == null
                ? null
                : new Camera(serial, make, model, firmware);
    }

    private @Nullable Officer officer() {
        int before = problems.size();
        String id = text(Field.OFFICER_ID);
        String name = text(Field.OFFICER_NAME);
        if (id == null && name != null && problems.size() == before) {
            problems.add("names an officer without an id");
        }
        return id == null ? null : new Officer(id, name, null, null);
    }

    private @Nullable Instant endedAt(@Nullable Instant startedAt) {
        Instant said = time(Field.ENDED_AT);
        String length = plain(Field.DURATION);
        if (length == null || said != null) {
            return said;
        }
        try {
            Duration duration = Lengths.read(length);
            return startedAt == null ? null : startedAt.plus(duration);
        } catch (DateTimeException e) {
            wrong(Field.DURATION, "'" + Excerpt.of(length) + "' is no number of seconds, h:mm:ss or ISO 8601 duration");
            return null;
        }
    }

    private @Nullable Instant time(Field field) {
        String text = plain(field);
        FieldRule rule = rules.get(field);
        if (text == null || rule == null) {
            return null;
        }
        try {
            Times.Moment moment = rule.times().read(text, rule.zone() == null ? zone : rule.zone());
            if (moment.instant().isBefore(FIRST) || moment.instant().isAfter(LAST)) {
                throw new DateTimeException(text);
            }
            if (moment.skipped()) {
                wrong(
                        field,
                        "'" + Excerpt.of(text) + "' is a time that the clocks skipped; it is read as "
                                + moment.instant());
            }
            return moment.instant();
        } catch (DateTimeException e) {
            wrong(field, "'" + Excerpt.of(text) + "' is no " + rule.times().expected());
            return null;
        }
    }

    private List<String> tags() {
        FieldRule rule = rules.get(Field.TAGS);
        if (rule == null) {
            return List.of();
        }
        Set<String> tags = new LinkedHashSet<>();
        for (String part : parts(rule)) {
            String tag = checked(Field.TAGS, part);
            String meaning = tag == null ? null : meaning(Field.TAGS, tag, rule.values());
            if (meaning != null) {
                tags.add(meaning);
            }
        }
        return List.copyOf(tags);
    }

    private List<String> parts(FieldRule rule) {
        List<String> parts = new ArrayList<>();
        for (String place : rule.places()) {
            for (String value : values(Field.TAGS, place)) {
                parts.addAll(split(value, rule.split()));
            }
        }
        if (parts.size() > Document.MOST_VALUES) {
            wrong(Field.TAGS, "there are more than " + Document.MOST_VALUES + "; only those are read");
            return parts.subList(0, Document.MOST_VALUES);
        }
        return parts;
    }

    private static List<String> split(String value, @Nullable String separator) {
        return separator == null
                ? List.of(value)
                : List.of(value.split(Pattern.quote(separator), Document.MOST_VALUES + 1));
    }

    private @Nullable Location location() {
        int before = problems.size();
        String lat = plain(Field.LAT);
        String lon = plain(Field.LON);
        if (lat == null && lon == null) {
            return null;
        }
        if (lat == null || lon == null) {
            if (problems.size() == before) {
                problems.add("has a wrong location: it needs both lat and lon");
            }
            return null;
        }
        try {
            return new Location(degrees(lat), degrees(lon));
        } catch (IllegalArgumentException e) {
            problems.add("has a wrong location: '" + Excerpt.of(lat) + "' and '" + Excerpt.of(lon)
                    + "' are not degrees, lat within ±90 and lon within ±180");
            return null;
        }
    }

    private static double degrees(String text) {
        if (!DEGREES.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return Double.parseDouble(text.replace(',', '.'));
    }

    private @Nullable String sha256() {
        String text = plain(Field.SHA256);
        if (text != null && !HASH.matcher(text).matches()) {
            wrong(Field.SHA256, "it is not 64 hexadecimal digits");
            return null;
        }
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private @Nullable String text(Field field) {
        String text = plain(field);
        FieldRule rule = rules.get(field);
        return text == null || rule == null ? null : meaning(field, text, rule.values());
    }

    private @Nullable String meaning(Field field, String value, Values values) {
        String known = values.known().get(Values.key(value));
        if (known != null) {
            return known;
        }
        Values.Unknown unknown = values.unknown();
        if (unknown instanceof Values.Unknown.Otherwise otherwise) {
            return otherwise.meaning();
        }
        if (unknown instanceof Values.Unknown.Problem) {
            wrong(field, "'" + Excerpt.of(value) + "' is none of the values that the dialect knows");
        }
        return unknown instanceof Values.Unknown.Keep ? value : null;
    }

    /** The single value of a field as it stands: its places are parts of it, with a space between them. */
    private @Nullable String plain(Field field) {
        FieldRule rule = rules.get(field);
        if (rule == null) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        for (String place : rule.places()) {
            Set<String> different = values(field, place).stream()
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (different.size() > 1) {
                wrong(field, "there are several different values where one is expected");
                return null;
            }
            parts.addAll(different);
        }
        return checked(field, String.join(" ", parts));
    }

    private @Nullable String checked(Field field, String value) {
        String text = value.strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!Json.canKeep(text)) {
            wrong(field, "it has the character U+0000 or half a surrogate pair and was not read");
            return null;
        }
        if (text.length() > field.longest()) {
            wrong(field, "it has more than " + field.longest() + " characters and was not read");
            return null;
        }
        return text;
    }

    private List<String> values(Field field, String place) {
        try {
            return document.at(place);
        } catch (UnreadableException e) {
            wrong(field, e.sentence());
            return List.of();
        }
    }

    private void wrong(Field field, String what) {
        problems.add("has a wrong " + field.key() + ": " + what);
    }
}
