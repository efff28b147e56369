package org.docket.configuration;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns the text of one setting into its type, and checks its bounds. */
final class SettingValue {
    private final Setting setting;
    private final Path home;

    SettingValue(Setting setting, Path home) {
        this.setting = setting;
        this.home = home;
    }

    /**
     * The value of a text.
     *
     * @throws ConfigurationException naming the key, the text and what is expected; also for an empty text, unless the setting is
     *     empty by default
     */
    Object read(String text, Class<?> type) {
        if (text.isEmpty() && !setting.value().isEmpty()) {
            throw wrong(text, "a value, such as " + setting.value());
        }
        Object value = parse(text, type);
        checkBound(text, value, setting.min(), type, "at least ", -1);
        checkBound(text, value, setting.max(), type, "at most ", 1);
        return value;
    }

    private Object parse(String text, Class<?> type) {
        try {
            if (type == String.class) {
                return text;
            } else if (type == int.class) {
                return Integer.valueOf(text);
            } else if (type == long.class) {
                return bytes(text);
            } else if (type == double.class) {
                return finite(text);
            } else if (type == boolean.class) {
                return truth(text);
            } else if (type == Duration.class) {
                return Duration.parse(text);
            } else if (type == ZoneId.class) {
                return zone(text);
            } else if (type == Path.class) {
                return home.resolve(text).toAbsolutePath().normalize();
            } else if (type.isEnum()) {
                return constant(text, type);
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw wrong(text, expectation(type));
        }
        throw new IllegalStateException(setting.key() + " has the unsupported type " + type);
    }

    /** By its name only: of an offset, and of what it does not know, the scheduler makes UTC without a word. */
    private static ZoneId zone(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return ZoneId.of(text);
    }

    /** Whole numbers, with an optional binary unit: {@code 8MiB}. */
    private static Long bytes(String text) {
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        for (int i = 0; i < units.length; i++) {
            if (text.endsWith(units[i])) {
                String number =
                        text.substring(0, text.length() - units[i].length()).strip();
                return Math.multiplyExact(Long.parseLong(number), 1L << (10 * (i + 1)));
            }
        }
        return Long.valueOf(text);
    }

    private static Double finite(String text) {
        Double number = Double.valueOf(text);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Object constant(String text, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static String name(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void checkBound(String text, Object value, String bound, Class<?> type, String words, int wrongSide) {
        if (bound.isEmpty()) {
            return;
        }
        int side = Integer.signum(((Comparable) value).compareTo(parse(bound, type)));
        if (side == wrongSide) {
            throw wrong(text, words + bound);
        }
    }

    private static String expectation(Class<?> type) {
        if (type == int.class) {
            return "a whole number";
        } else if (type == long.class) {
            return "a whole number, with KiB, MiB, GiB or TiB for sizes";
        } else if (type == double.class) {
            return "a number such as 0.02";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == Duration.class) {
            return "an ISO 8601 duration such as PT30S";
        } else if (type == ZoneId.class) {
            return "the name of a time zone such as Europe/London (a fixed offset of +01:00 is Etc/GMT-1)";
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(SettingValue::name)
                    .collect(Collectors.joining(" or "));
        }
        return "another value";
    }

    private ConfigurationException wrong(String text, String expected) {
        return new ConfigurationException(
                setting.key() + " is '" + text + "' but must be " + expected + ". It is: " + setting.meaning());
    }
}
