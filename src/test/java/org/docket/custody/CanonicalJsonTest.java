package org.docket.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    /** The example of RFC 8785, section 3.2.2. */
    @Test
    void escapesStringsAsTheRfcDoes() {
        assertThat(CanonicalJson.write("\u20ac$\u000F\nA'B\"\\\\\"/"))
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    /** The example of RFC 8785, section 3.2.3. */
    @Test
    void sortsMembersAsTheRfcDoes() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("\u20ac", "Euro Sign");
        members.put("\r", "Carriage Return");
        members.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        members.put("1", "One");
        members.put("\ud83d\ude00", "Emoji: Grinning Face");
        members.put("\u0080", "Control");
        members.put("\u00f6", "Latin Small Letter O With Diaeresis");

        assertThat(CanonicalJson.write(members)).isEqualTo("""
                {"\\r":"Carriage Return",\
                "1":"One",\
                "\u0080":"Control",\
                "\u00f6":"Latin Small Letter O With Diaeresis",\
                "\u20ac":"Euro Sign",\
                "\ud83d\ude00":"Emoji: Grinning Face",\
                "\ufb33":"Hebrew Letter Dalet With Dagesh"}""");
    }

    @Test
    void usesTheShortEscapeWhereThereIsOneAndLowerCaseHexElsewhere() {
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < 0x20; c++) {
            controls.append(c);
        }

        assertThat(CanonicalJson.write(controls.toString()))
                .isEqualTo(
                        "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
                                + "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c"
                                + "\\u001d\\u001e\\u001f\"");
        assertThat(CanonicalJson.write("\u007f\u2028</script>")).isEqualTo("\"\u007f\u2028</script>\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "\ude00\ud83d", "a\ud83db", "\ud83d\ud83d\ude00"})
    void refusesHalfACharacter(String text) {
        assertThatThrownBy(() -> CanonicalJson.write(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> CanonicalJson.write(Map.of(text, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesEveryKindOfValueItKnows() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("wholes", List.of(7, -8L, Long.MAX_VALUE));
        value.put("at", Instant.parse("2026-03-14T22:47:31.125Z"));
        value.put("id", UUID.fromString("01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90"));
        value.put("b", Map.of("yes", true));
        value.put("a", List.of());

        assertThat(CanonicalJson.write(value))
                .isEqualTo("{\"a\":[],\"at\":\"2026-03-14T22:47:31.125Z\",\"b\":{\"yes\":true},"
                        + "\"id\":\"01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90\",\"wholes\":[7,-8,9223372036854775807]}");
    }

    @Test
    void refusesWhatWritersDisagreeAbout() {
        assertThatThrownBy(() -> CanonicalJson.write(Map.of("seconds", 4.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Double");
        assertThatThrownBy(() -> CanonicalJson.write(List.of(new Object())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
