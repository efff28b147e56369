package org.docket.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingValueTest {
    private static final Path HOME = Path.of("evidence-home").toAbsolutePath();

    private enum Release {
        DELETE_NOW,
        LEAVE
    }

    private record Sample(
            @Setting(key = "docket.sample.text", meaning = "a word")
            String text,

            @Setting(key = "docket.sample.named", value = "recordings", meaning = "a name")
            String named,

            @Setting(key = "docket.sample.number", value = "4", min = "1", max = "64", meaning = "how many at once")
            int number,

            @Setting(
                    key = "docket.sample.size",
                    value = "8MiB",
                    min = "64KiB",
                    max = "100MiB",
                    meaning = "size of a block")
            long size,

            @Setting(key = "docket.sample.switch", value = "true", meaning = "whether it is on")
            boolean on,

            @Setting(
                    key = "docket.sample.time",
                    value = "PT10S",
                    min = "PT0.05S",
                    max = "P1D",
                    meaning = "time to wait")
            Duration time,

            @Setting(key = "docket.sample.zone", value = "Europe/London", meaning = "zone of the times")
            ZoneId zone,

            @Setting(key = "docket.sample.folder", value = "docks", meaning = "folder of the docks")
            Path folder,

            @Setting(key = "docket.sample.release", value = "leave", meaning = "what becomes of the source")
            Release release) {}

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "3KiB, 3072",
        "8MiB, 8388608",
        "2 GiB, 2147483648",
        "5TiB, 5497558138880",
    })
    void readsSizesInBinaryUnits(String text, long bytes) {
        Setting unbounded = setting(Unbounded.class, "docket.sample.bytes");

        assertThat(new SettingValue(unbounded, HOME).read(text, long.class)).isEqualTo(bytes);
    }

    private record Unbounded(
            @Setting(key = "docket.sample.bytes", value = "1", meaning = "bytes")
            long bytes) {}

    @Test
    void readsEveryType() {
        assertThat(read("text", "")).isEqualTo("");
        assertThat(read("text", "a b")).isEqualTo("a b");
        assertThat(read("number", "17")).isEqualTo(17);
        assertThat(read("switch", "false")).isEqualTo(false);
        assertThat(read("time", "PT1M30S")).isEqualTo(Duration.ofSeconds(90));
        assertThat(read("zone", "America/New_York")).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(read("release", "delete-now")).isEqualTo(Release.DELETE_NOW);
    }

    @Test
    void resolvesRelativeFoldersAgainstTheHome() {
        assertThat(read("folder", "in/../docks")).isEqualTo(HOME.resolve("docks"));
        assertThat(read("folder", "/srv/docks")).isEqualTo(Path.of("/srv/docks").toAbsolutePath());
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "number  | 0                    | at least 1",
                "number  | 65                   | at most 64",
                "number  | four                 | a whole number",
                "number  | 4.5                  | a whole number",
                "number  | 99999999999          | a whole number",
                "number  | ''                   | a value, such as 4",
                "size    | 63KiB                | at least 64KiB",
                "size    | 101MiB               | at most 100MiB",
                "size    | 8MB                  | a whole number, with KiB, MiB, GiB or TiB for sizes",
                "size    | -1                   | at least 64KiB",
                "size    | 99999999TiB          | a whole number, with KiB, MiB, GiB or TiB for sizes",
                "switch  | yes                  | true or false",
                "time    | 10s                  | an ISO 8601 duration such as PT30S",
                "time    | PT0S                 | at least PT0.05S",
                "time    | -PT5S                | at least PT0.05S",
                "time    | P2D                  | at most P1D",
                "time    | ''                   | a value, such as PT10S",
                "zone    | London               | the name of a time zone such as Europe/London (a fixed offset of +01:00 is Etc/GMT-1)",
                "zone    | +01:00               | the name of a time zone such as Europe/London (a fixed offset of +01:00 is Etc/GMT-1)",
                "release | Leave                | delete-now or leave",
                "named   | ''                   | a value, such as recordings",
                "folder  | ''                   | a value, such as docks",
            })
    void namesKeyValueExpectationAndMeaning(String name, String text, String expected) {
        Setting setting = setting(Sample.class, "docket.sample." + name);

        assertThatThrownBy(() -> read(name, text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("docket.sample." + name + " is '" + text + "' but must be " + expected + ". It is: "
                        + setting.meaning());
    }

    @ParameterizedTest
    @CsvSource({"number,1", "number,64", "size,64KiB", "size,100MiB", "time,PT0.05S", "time,P1D"})
    void takesTheBoundsThemselves(String name, String text) {
        assertThat(read(name, text)).isNotNull();
    }

    private static Object read(String name, String text) {
        Setting setting = setting(Sample.class, "docket.sample." + name);
        Class<?> type = Arrays.stream(Sample.class.getRecordComponents())
                .filter(component -> setting.equals(component.getAnnotation(Setting.class)))
                .findFirst()
                .orElseThrow()
                .getType();
        return new SettingValue(setting, HOME).read(text, type);
    }

    private static Setting setting(Class<? extends Record> record, String key) {
        return Settings.settings(record).stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
