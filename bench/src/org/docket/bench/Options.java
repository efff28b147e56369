package org.docket.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands on a command line as {@code --name value}, or as {@code --name} alone. */
final class Options {
    /** What was given does not make sense; the message says why. */
    static final class WrongUsage extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongUsage(String message) {
            super(message);
        }
    }

    private final Map<String, List<String>> values = new HashMap<>();

    /**
     * Reads a command line.
     *
     * @param withValue the names, without dashes, that a value follows
     * @param alone the names that none follows
     * @throws WrongUsage for anything else
     */
    Options(String[] arguments, Set<String> withValue, Set<String> alone) {
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (alone.contains(name)) {
                add(name, "");
            } else if (withValue.contains(name) && i + 1 < arguments.length) {
                add(name, arguments[++i]);
            } else {
                throw new WrongUsage("'" + arguments[i] + "' does not stand for anything, or misses its value");
            }
        }
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Every value of an option that may stand there several times. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String text(String name) {
        List<String> given = all(name);
        if (given.isEmpty()) {
            throw new WrongUsage("--" + name + " is missing");
        }
        return given.get(given.size() - 1);
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    int number(String name, int otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        String text = text(name);
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new WrongUsage("--" + name + " is a number from 1 on, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    /** The value of an option that has to be one of these. */
    String oneOf(String name, String otherwise, String... known) {
        String value = text(name, otherwise);
        if (!Arrays.asList(known).contains(value)) {
            throw new WrongUsage("--" + name + " is " + String.join(", ", known) + ", not '" + value + "'");
        }
        return value;
    }

    /** The settings that were given as {@code --set key=value}. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        for (String setting : all("set")) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new WrongUsage("--set takes key=value, not '" + setting + "'");
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }
}
