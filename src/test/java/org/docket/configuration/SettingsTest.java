package org.docket.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private final Path install;
    private final Path own;

    SettingsTest(@TempDir Path install, @TempDir Path own) {
        this.install = install;
        this.own = own;
    }

    record Hub(
            @Setting(key = "docket.home", value = "data", meaning = "folder of all state")
            String home,

            @Setting(key = "docket.http.port", value = "8080", meaning = "port of the pages")
            int port) {}

    record Intake(
            @Setting(key = "docket.intake.root", value = "docks", meaning = "folder of the docks")
            Path root,

            @Setting(key = "docket.intake.retry.first", value = "PT5S", meaning = "time to the second try")
            Duration firstRetry) {}

    @BeforeEach
    void shipAnEmptyFile() throws IOException {
        write(install.resolve("config"), "");
    }

    @Test
    void givesTheDefaultsOfTheRecords() {
        Settings settings = load(null, Map.of(), Map.of());

        assertThat(settings.read(Hub.class)).isEqualTo(new Hub("data", 8080));
        assertThat(settings.read(Intake.class))
                .isEqualTo(new Intake(install.resolve("data/docks"), Duration.ofSeconds(5)));
    }

    @Test
    void letsLaterLayersWin() throws IOException {
        write(install.resolve("config"), "docket.http.port = 8081");
        assertThat(port(load(null, Map.of(), Map.of()))).isEqualTo(8081);

        write(own, "docket.http.port = 8082");
        assertThat(port(load(own, Map.of(), Map.of()))).isEqualTo(8082);

        Map<String, String> environment = Map.of("DOCKET_HTTP_PORT", "8083");
        assertThat(port(load(own, environment, Map.of()))).isEqualTo(8083);
        assertThat(port(load(own, environment, Map.of("docket.http.port", "8084"))))
                .isEqualTo(8084);
    }

    @Test
    void takesOnlyWhatDiffersFromTheOperatorsDirectory() throws IOException {
        write(install.resolve("config"), "docket.http.port = 8081\ndocket.intake.retry.first = PT7S");
        write(own, "docket.intake.retry.first = PT9S");
        Files.writeString(install.resolve("config/docks.yaml"), "docks: []");
        Files.writeString(install.resolve("config/retention.yaml"), "zone: Europe/London");
        Files.writeString(own.resolve("docks.yaml"), "docks: [one]");

        Settings settings = load(own, Map.of(), Map.of());

        assertThat(port(settings)).isEqualTo(8081);
        assertThat(settings.read(Intake.class).firstRetry()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.file("docks.yaml")).isEqualTo(own.resolve("docks.yaml"));
        assertThat(settings.file("retention.yaml")).isEqualTo(install.resolve("config/retention.yaml"));
    }

    @Test
    void readsAKeyFromItsVariable() {
        Settings settings = load(null, Map.of("DOCKET_INTAKE_RETRY_FIRST", " PT11S ", "HOME", "/home/hub"), Map.of());

        assertThat(settings.read(Intake.class).firstRetry()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void leavesTheLaunchersOwnVariablesAlone() {
        assertThat(load(null, Map.of("DOCKET_JAVA_OPTS", "-Xmx256m"), Map.of()).all())
                .doesNotContainValue("-Xmx256m");
    }

    @Test
    void namesTheNearestKeyForAnUnknownOne() throws IOException {
        write(own, "docket.http.prot = 80");

        assertThatThrownBy(() -> load(own, Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Unknown key docket.http.prot in " + own.resolve("docket.properties")
                        + ": did you mean docket.http.port?");
        assertThatThrownBy(() -> load(null, Map.of("DOCKET_INTAKE_ROOTS", "in"), Map.of()))
                .hasMessageContaining("docket.intake.roots in the environment: did you mean docket.intake.root?");
        assertThatThrownBy(() -> load(null, Map.of(), Map.of("docket.hom", "in")))
                .hasMessageContaining("docket.hom in the command line: did you mean docket.home?");
    }

    @Test
    void namesEveryUnknownKeyAtOnce() throws IOException {
        write(own, "docket.colour = red\ndocket.http.prot = 80");

        assertThatThrownBy(() -> load(own, Map.of("DOCKET_FLAVOUR", "plain"), Map.of()))
                .hasMessageContaining("docket.colour")
                .hasMessageContaining("docket.http.prot")
                .hasMessageContaining("docket.flavour");
    }

    @Test
    void asksForTheOperatorsDirectoryIfItIsNotThere() {
        Path missing = own.resolve("live");

        assertThatThrownBy(() -> load(missing, Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("create it");
    }

    @Test
    void resolvesTheHomeAgainstTheInstallationAndFoldersAgainstTheHome() {
        Settings settings = load(null, Map.of("DOCKET_HOME", "state"), Map.of());

        assertThat(settings.home()).isEqualTo(install.resolve("state"));
        assertThat(settings.all())
                .containsEntry("docket.home", install.resolve("state").toString());
        assertThat(settings.read(Intake.class).root()).isEqualTo(install.resolve("state/docks"));
    }

    @Test
    void keepsAnAbsoluteHome() {
        Settings settings = load(null, Map.of(), Map.of("docket.home", own.toString()));

        assertThat(settings.home()).isEqualTo(own);
        assertThat(settings.read(Intake.class).root()).isEqualTo(own.resolve("docks"));
    }

    private Settings load(@Nullable Path overlay, Map<String, String> environment, Map<String, String> overrides) {
        return Settings.load(install, overlay, environment, overrides, List.of(Hub.class, Intake.class));
    }

    private static int port(Settings settings) {
        return settings.read(Hub.class).port();
    }

    private static void write(Path folder, String properties) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("docket.properties"), properties);
    }
}
