package org.docket.configuration;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of one start. Later layers win: {@code config/docket.properties}, the same file in the operator's
 * directory, environment variables ({@code docket.a.b} as {@code DOCKET_A_B}), overrides.
 */
public final class Settings {
    /** Where embedded parts and state live; relative paths of other settings are resolved against it. */
    public static final String HOME = "docket.home";

    private static final String FILE = "docket.properties";

    /** Environment variables that speak to the launcher and not to the hub. */
    private static final Set<String> LAUNCHER_VARIABLES = Set.of("DOCKET_JAVA_OPTS");

    private final Path install;
    private final @Nullable Path overlay;
    private final SortedMap<String, String> values;

    private Settings(Path install, @Nullable Path overlay, SortedMap<String, String> values) {
        this.install = install;
        this.overlay = overlay;
        this.values = values;
    }

    /**
     * Reads all layers.
     *
     * @param install the folder that holds the shipped {@code config/} and {@code routes/}
     * @param overlay the operator's configuration directory; may hold only what differs
     * @param records the configuration records that together declare every known key
     * @throws ConfigurationException for an unknown key (naming the nearest known one) or an unreadable file
     */
    public static Settings load(
            Path install,
            @Nullable Path overlay,
            Map<String, String> environment,
            Map<String, String> overrides,
            Collection<Class<? extends Record>> records) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Class<? extends Record> record : records) {
            for (Setting setting : settings(record)) {
                values.put(setting.key(), setting.value());
            }
        }
        Set<String> known = new TreeSet<>(values.keySet());
        List<String> unknown = new ArrayList<>();
        Path shipped = install.resolve("config").resolve(FILE);
        putAll(values, known, unknown, readProperties(shipped), shipped.toString());
        if (overlay != null) {
            if (!Files.isDirectory(overlay)) {
                throw new ConfigurationException("The configuration directory " + overlay
                        + " does not exist: create it, or leave --config away.");
            }
            Path own = overlay.resolve(FILE);
            if (Files.exists(own)) {
                putAll(values, known, unknown, readProperties(own), own.toString());
            }
        }
        putAll(values, known, unknown, fromEnvironment(environment, known), "the environment");
        putAll(values, known, unknown, overrides, "the command line");
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), unknown));
        }
        return new Settings(install, overlay, values);
    }

    /** The effective value of every known key, for {@code {{placeholders}}} in routes. */
    public Map<String, String> all() {
        SortedMap<String, String> resolved = new TreeMap<>(values);
        resolved.put(HOME, home().toString());
        return resolved;
    }

    /** Where embedded parts and state live, as an absolute path. */
    public Path home() {
        String home = values.getOrDefault(HOME, "");
        return install.resolve(home.isEmpty() ? "data" : home).toAbsolutePath().normalize();
    }

    /** The folder that holds the shipped {@code config/}, {@code routes/} and {@code samples/}. */
    public Path install() {
        return install;
    }

    /** The file of that name in the operator's directory if it is there, else the shipped one. */
    public Path file(String name) {
        if (overlay != null && Files.exists(overlay.resolve(name))) {
            return overlay.resolve(name);
        }
        return install.resolve("config").resolve(name);
    }

    /**
     * The configuration record of one capability, each component read and checked.
     *
     * @throws ConfigurationException naming the key, its value and what is expected
     */
    public <R extends Record> R read(Class<R> record) {
        RecordComponent[] components = record.getRecordComponents();
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            Setting setting = components[i].getAnnotation(Setting.class);
            types[i] = components[i].getType();
            arguments[i] = new SettingValue(setting, home()).read(values.getOrDefault(setting.key(), ""), types[i]);
        }
        try {
            Constructor<R> constructor = record.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + record, e);
        }
    }

    /** The settings that a configuration record declares, in order. */
    public static List<Setting> settings(Class<? extends Record> record) {
        List<Setting> settings = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                throw new IllegalStateException(record + "." + component.getName() + " has no @Setting");
            }
            settings.add(setting);
        }
        return settings;
    }

    private static void putAll(
            Map<String, String> values,
            Set<String> known,
            List<String> unknown,
            Map<String, String> layer,
            String where) {
        layer.forEach((key, value) -> {
            if (known.contains(key)) {
                values.put(key, value.strip());
            } else {
                unknown.add("Unknown key " + key + " in " + where + ": did you mean " + nearest(key, known) + "?");
            }
        });
    }

    private static Map<String, String> readProperties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException("Cannot read " + file + ": " + e.getMessage(), e);
        }
        SortedMap<String, String> entries = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> entries.put(name, properties.getProperty(name)));
        return entries;
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment, Set<String> known) {
        SortedMap<String, String> entries = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (!variable.startsWith("DOCKET_") || LAUNCHER_VARIABLES.contains(variable)) {
                return;
            }
            String key = known.stream()
                    .filter(candidate -> variable(candidate).equals(variable))
                    .findFirst()
                    .orElse(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
            entries.put(key, value);
        });
        return entries;
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String nearest(String key, Set<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .min((a, b) -> Integer.compare(distance.apply(key, a), distance.apply(key, b)))
                .orElse("nothing");
    }
}
