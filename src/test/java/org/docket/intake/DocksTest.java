package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Matcher;
import org.docket.catalogue.Location;
import org.docket.configuration.ConfigurationException;
import org.docket.dialect.Dialect;
import org.docket.dialect.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocksTest {
    private static final String DEFAULTS = """
            defaults:
              zone: Europe/London
              name-pattern: '(?<camera>\\w+)-(?<officer>\\d+)'
              release: keep PT36H
              markers-only: true
            """;

    private final Path folder;

    DocksTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void givesAListedDockItsOwnValuesAndTheDefaultsForTheRest() throws IOException {
        Docks docks = Docks.load(write(DEFAULTS + """
                docks:
                  - id: Harbour 3
                    station: Harbour
                    borough: Dockside
                    location: {lat: 50.25, lon: -4.5}
                    zone: Europe/Dublin
                    release: leave
                    markers-only: false
                  - id: hill
                    release: delete
                """));

        Dock harbour = docks.dock("Harbour 3");
        assertThat(harbour.listed()).isTrue();
        assertThat(harbour.station()).isEqualTo("Harbour");
        assertThat(harbour.borough()).isEqualTo("Dockside");
        assertThat(harbour.location()).isEqualTo(new Location(50.25, -4.5));
        assertThat(harbour.zone()).isEqualTo(ZoneId.of("Europe/Dublin"));
        assertThat(harbour.release()).isEqualTo(new Release.Leave());
        assertThat(harbour.markersOnly()).isFalse();
        assertThat(docks.dock("hill").release()).isEqualTo(new Release.Delete());
        assertThat(docks.dock("hill").station()).isNull();
        assertThat(docks.dock("hill").markersOnly()).isTrue();
        assertThat(docks.listed()).extracting(Dock::id).containsExactly("Harbour 3", "hill");
    }

    @Test
    void givesAnUnlistedDockTheDefaults() throws IOException {
        Dock dock = Docks.load(write(DEFAULTS + "docks: []\n")).dock("unheard-of");

        assertThat(dock.id()).isEqualTo("unheard-of");
        assertThat(dock.listed()).isFalse();
        assertThat(dock.location()).isNull();
        assertThat(dock.zone()).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(dock.release()).isEqualTo(new Release.Keep(Duration.ofHours(36)));
        assertThat(dock.namePattern().pattern()).isEqualTo("(?<camera>\\w+)-(?<officer>\\d+)");
    }

    @Test
    void givesADockTheDialectThatItWritesAndTheTimeThatItsSidecarsNeed() throws IOException {
        Docks docks = Docks.load(write(DEFAULTS + """
                  dialect: posts
                  sidecar-wait: PT10M
                dialects:
                  posts:
                    format: csv
                    fields: {notes: Remarks}
                docks:
                  - id: bay
                    dialect: docket
                    sidecar-wait: PT0S
                  - id: cove
                """));

        assertThat(docks.dialects()).containsOnlyKeys("docket", "posts");
        assertThat(docks.dock("bay").dialect()).isSameAs(Dialect.DOCKET);
        assertThat(docks.dock("bay").sidecarWait()).isZero();
        assertThat(docks.dock("cove").dialect().name()).isEqualTo("posts");
        assertThat(docks.dock("unheard-of").dialect().format()).isEqualTo(Format.CSV);
        assertThat(docks.dock("unheard-of").sidecarWait()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void withoutAWordOfDialectsEveryDockWritesDocketsOwn() throws IOException {
        Dock dock = Docks.load(write(DEFAULTS + "docks: []\n")).dock("any");

        assertThat(dock.dialect()).isSameAs(Dialect.DOCKET);
        assertThat(dock.sidecarWait()).isZero();
    }

    @Test
    void reportsDialectsThatAreNotThereAndWaitsThatNeverEnd() throws IOException {
        Path path = write(DEFAULTS + """
                dialects:
                  posts: {format: csv, fields: {notes: Remarks}}
                docks:
                  - id: bay
                    dialect: post
                    sidecar-wait: P8D
                  - id: cove
                    sidecar-wait: -PT1S
                """);

        assertThatThrownBy(() -> Docks.load(path))
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                path + ":10:14: there is no dialect 'post'; did you mean 'posts'?",
                                path
                                        + ":11:19: 'P8D' is not an ISO 8601 duration from PT0S to P7D, such as PT10M; correct it",
                                path
                                        + ":13:19: '-PT1S' is not an ISO 8601 duration from PT0S to P7D, such as PT10M; correct it"));
    }

    @Test
    void reportsEveryErrorWithItsPlace() throws IOException {
        Path path = write(DEFAULTS + """
                docks:
                  - id: a/b
                    location: {lat: 50.5, lan: 1}
                  - id: c
                    name-pattern: '(?<oficer>\\d+)'
                  - id: c
                    name-pattern: '(\\d+'
                  - id: d
                    name-pattern: '\\(?<officer>\\d+'
                    release: keep
                  - station: Nowhere
                    release: keep PT0S
                """);

        assertThatThrownBy(() -> Docks.load(path))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        String.join(
                                System.lineSeparator(),
                                path
                                        + ":7:9: 'a/b' cannot be a folder right under the intake root; write the folder's name",
                                path + ":8:15: the key 'lon' is missing; add it",
                                path + ":8:27: unknown key 'lan'; did you mean 'lat'?",
                                path + ":10:23: a name-pattern has no group 'oficer'; did you mean 'officer'?",
                                path + ":11:5: the dock 'c' is listed twice; remove one of the two",
                                path + ":12:24: the pattern is no regular expression: Unclosed group; correct it",
                                path
                                        + ":14:20: the pattern names none of the groups officer, camera, startedAt; name one, such as (?<officer>[^_]+)",
                                path
                                        + ":15:14: 'keep' is not 'delete', 'leave' or 'keep' with a time such as PT24H; correct it",
                                path + ":16:5: the key 'id' is missing; add it",
                                path
                                        + ":17:14: 'keep PT0S' is not 'delete', 'leave' or 'keep' with a time such as PT24H; correct it"));
    }

    @Test
    void shippedDocksAreReleasedAfterTheReceiptAndUnlistedOnesLeftAlone() {
        Docks docks = Docks.load(Path.of("config", "docks.yaml"));

        assertThat(docks.dock("brixton-dock-1").borough()).isEqualTo("Lambeth");
        assertThat(docks.dock("brixton-dock-1").location()).isEqualTo(new Location(51.4627, -0.1145));
        assertThat(docks.dock("brixton-dock-1").release()).isEqualTo(new Release.Delete());
        assertThat(docks.dock("croydon-dock-2").station()).isEqualTo("Croydon");
        assertThat(docks.dock("croydon-dock-2").location()).isEqualTo(new Location(51.3727, -0.0995));
        assertThat(docks.dock("croydon-dock-2").release()).isEqualTo(new Release.Delete());
        assertThat(docks.dock("other").release()).isEqualTo(new Release.Leave());
    }

    @Test
    void shippedNamePatternReadsOfficerCameraAndStart() {
        Matcher name = Docks.load(Path.of("config", "docks.yaml"))
                .dock("other")
                .namePattern()
                .matcher("PC1234_BWC-77_20260314T091500");

        assertThat(name.matches()).isTrue();
        assertThat(name.group("officer")).isEqualTo("PC1234");
        assertThat(name.group("camera")).isEqualTo("BWC-77");
        assertThat(name.group("startedAt")).isEqualTo("20260314T091500");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("docks.yaml"), yaml);
    }
}
