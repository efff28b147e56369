package org.docket.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.docket.catalogue.Location;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.configuration.YamlMap;
import org.docket.configuration.YamlText;
import org.docket.configuration.YamlWords;
import org.docket.dialect.Dialect;
import org.docket.dialect.Dialects;
import org.jspecify.annotations.Nullable;

/** The docks that {@code config/docks.yaml} lists, and the defaults for all others. */
public final class Docks {
    private static final List<String> GROUPS = List.of("officer", "camera", "startedAt");
    private static final Pattern NAMED_GROUP = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\(\\?<(?<name>[a-zA-Z]\\w*)>");
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    private static final Pattern NO_NAMES = Pattern.compile("(?!)");

    private final Defaults defaults;
    private final Map<String, Dock> listed;
    private final Map<String, Dialect> dialects;

    private Docks(Defaults defaults, Map<String, Dock> listed, Map<String, Dialect> dialects) {
        this.defaults = defaults;
        this.listed = Collections.unmodifiableMap(listed);
        this.dialects = Collections.unmodifiableMap(dialects);
    }

    private record Defaults(
            ZoneId zone,
            Pattern namePattern,
            Release release,
            boolean markersOnly,
            Dialect dialect,
            Duration sidecarWait) {}

    /**
     * Reads and checks the docks.
     *
     * @throws ConfigurationException naming every error with its line and column
     */
    public static Docks load(Path path) {
        return YamlFile.read(path, file -> {
            Map<String, Dialect> dialects = Dialects.read(file.root());
            YamlMap map = file.root().map("defaults");
            Defaults defaults = new Defaults(
                    map.text("zone").zone(),
                    namePattern(map.text("name-pattern")),
                    release(map.text("release")),
                    map.text("markers-only").truth(),
                    or(map, "dialect", text -> dialect(text, dialects), Dialect.DOCKET),
                    or(map, "sidecar-wait", Docks::sidecarWait, Duration.ZERO));
            Map<String, Dock> listed = new LinkedHashMap<>();
            for (YamlMap entry : file.root().maps("docks")) {
                Dock dock = dock(entry, defaults, dialects);
                if (listed.put(dock.id(), dock) != null && !dock.id().isEmpty()) {
                    entry.wrong("id", "the dock '" + dock.id() + "' is listed twice; remove one of the two");
                }
            }
            return new Docks(defaults, listed, dialects);
        });
    }

    /** The dock of that id: as listed, else with the defaults. */
    public Dock dock(String id) {
        Dock dock = listed.get(id);
        return dock != null
                ? dock
                : new Dock(
                        id,
                        false,
                        null,
                        null,
                        null,
                        defaults.zone(),
                        defaults.namePattern(),
                        defaults.release(),
                        defaults.markersOnly(),
                        defaults.dialect(),
                        defaults.sidecarWait());
    }

    /** The docks that the file lists, in its order. */
    public Collection<Dock> listed() {
        return listed.values();
    }

    /** The dialects that docks can write, Docket's own among them: name → dialect. */
    public Map<String, Dialect> dialects() {
        return dialects;
    }

    private static Dock dock(YamlMap map, Defaults defaults, Map<String, Dialect> dialects) {
        YamlText id = map.text("id");
        if (id.value().equals(".") || id.value().equals("..") || id.value().matches(".*[/\\\\].*")) {
            id.wrong("'" + id.value() + "' cannot be a folder right under the intake root; write the folder's name");
        }
        return new Dock(
                id.value(),
                true,
                orNull(map, "station", YamlText::value),
                orNull(map, "borough", YamlText::value),
                map.optionalMap("location").map(Docks::location).orElse(null),
                or(map, "zone", YamlText::zone, defaults.zone()),
                or(map, "name-pattern", Docks::namePattern, defaults.namePattern()),
                or(map, "release", Docks::release, defaults.release()),
                or(map, "markers-only", YamlText::truth, defaults.markersOnly()),
                or(map, "dialect", text -> dialect(text, dialects), defaults.dialect()),
                or(map, "sidecar-wait", Docks::sidecarWait, defaults.sidecarWait()));
    }

    private static Dialect dialect(YamlText text, Map<String, Dialect> dialects) {
        return dialects.getOrDefault(text.oneOf("dialect", dialects.keySet()), Dialect.DOCKET);
    }

    private static Duration sidecarWait(YamlText text) {
        return text.as(
                value -> {
                    Duration wait = Duration.parse(value);
                    if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
                        throw new IllegalArgumentException(value);
                    }
                    return wait;
                },
                "an ISO 8601 duration from PT0S to P7D, such as PT10M",
                Duration.ZERO);
    }

    private static Location location(YamlMap map) {
        return new Location(map.text("lat").number(-90, 90), map.text("lon").number(-180, 180));
    }

    private static Release release(YamlText text) {
        return text.as(Release::parse, "'delete', 'leave' or 'keep' with a time such as PT24H", new Release.Leave());
    }

    private static Pattern namePattern(YamlText text) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(text.value());
        } catch (PatternSyntaxException e) {
            text.wrongAt(
                    Math.max(0, e.getIndex()),
                    "the pattern is no regular expression: " + e.getDescription() + "; correct it");
            return NO_NAMES;
        }
        Matcher groups = NAMED_GROUP.matcher(text.value());
        boolean any = false;
        while (groups.find()) {
            any = true;
            String name = groups.group("name");
            if (!GROUPS.contains(name)) {
                text.wrongAt(
                        text.value().codePointCount(0, groups.start("name")),
                        "a name-pattern has no group '" + name + "'; " + YamlWords.suggestion(name, GROUPS));
            }
        }
        if (!any) {
            text.wrong("the pattern names none of the groups " + String.join(", ", GROUPS)
                    + "; name one, such as (?<officer>[^_]+)");
        }
        return pattern;
    }

    private static <T> T or(YamlMap map, String key, Function<YamlText, T> read, T otherwise) {
        return map.optionalText(key).map(read).orElse(otherwise);
    }

    private static @Nullable String orNull(YamlMap map, String key, Function<YamlText, String> read) {
        Optional<String> value = map.optionalText(key).map(read);
        return value.orElse(null);
    }
}
