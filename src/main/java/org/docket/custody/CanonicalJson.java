package org.docket.custody;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One text for one value, whoever writes it: object members sorted by UTF-16 code units, no white space, shortest escapes (the rules
 * of RFC 8785 for strings and objects). Numbers are whole; fractions are refused, because their text form is where writers differ.
 */
final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * The canonical text of strings, whole numbers, booleans, instants, UUIDs, lists and maps of them.
     *
     * @throws IllegalArgumentException for any other value, and for a string that is no Unicode text
     */
    static String write(Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, Object value) {
        if (value instanceof Map<?, ?> map) {
            appendObject(text, map);
        } else if (value instanceof Iterable<?> list) {
            appendArray(text, list);
        } else if (value instanceof String
                || value instanceof Instant
                || value instanceof UUID
                || value instanceof Enum) {
            appendString(text, value.toString());
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            text.append(value);
        } else {
            throw new IllegalArgumentException("has no canonical form: " + value.getClass());
        }
    }

    private static void appendObject(StringBuilder text, Map<?, ?> map) {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put((String) key, value));
        text.append('{');
        String separator = "";
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            text.append(separator);
            appendString(text, member.getKey());
            text.append(':');
            append(text, member.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private static void appendArray(StringBuilder text, Iterable<?> list) {
        text.append('[');
        String separator = "";
        for (Object element : list) {
            text.append(separator);
            append(text, element);
            separator = ",";
        }
        text.append(']');
    }

    private static void appendString(StringBuilder text, String string) {
        text.append('"');
        // Nearly all there is: each message of a case system appends a dozen of these to the ledger.
        if (standsForItself(string)) {
            text.append(string);
        } else {
            appendEscaped(text, string);
        }
        text.append('"');
    }

    private static boolean standsForItself(String string) {
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit < 0x20 || unit == '"' || unit == '\\' || Character.isSurrogate(unit)) {
                return false;
            }
        }
        return true;
    }

    private static void appendEscaped(StringBuilder text, String string) {
        string.codePoints().forEach(character -> {
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> appendCharacter(text, character);
            }
        });
    }

    private static void appendCharacter(StringBuilder text, int character) {
        if (character < 0x20) {
            text.append(String.format("\\u%04x", character));
        } else if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
            throw new IllegalArgumentException("half a surrogate pair has no canonical form");
        } else {
            text.appendCodePoint(character);
        }
    }
}
