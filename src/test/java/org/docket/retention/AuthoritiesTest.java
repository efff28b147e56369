package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.docket.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what is read from a file whose errors have a place. */
class AuthoritiesTest {
    private static final String TOKEN = "5b1f8a3f0c6d2e497a8b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b";

    @TempDir
    private Path folder;

    @Test
    void readsWhoHasWhich() throws IOException {
        Authorities authorities = load("""
                people:
                  - {id: MP2201, authorities: [supervisor], token: %s}
                  - {id: j.achebe}
                systems:
                  - {source: 'urn:cms', authorities: [legal]}
                """.formatted(TOKEN));

        assertThat(authorities.person(" mp2201").authorities()).containsExactly("supervisor");
        assertThat(authorities.person("j.achebe").authorities()).isEmpty();
        assertThat(authorities.person("nobody").authorities()).isEmpty();
        assertThat(authorities.byToken(TOKEN)).map(Speaker::id).contains("MP2201");
        assertThat(authorities.byToken(TOKEN.replace('5', '6'))).isEmpty();
        assertThat(authorities.caseSystem("urn:cms", "DS Rao")).satisfies(speaker -> {
            assertThat(speaker.authorities()).containsExactly("legal");
            assertThat(speaker.id()).isEqualTo("DS Rao");
            assertThat(speaker.system()).isEqualTo("urn:cms");
        });
    }

    @Test
    void theShippedFileGivesNobodyAnything() {
        Authorities authorities = Authorities.load(Path.of("config", "authorities.yaml"));

        assertThat(authorities.people()).isEmpty();
        assertThat(authorities.systems()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "people: [{id: A, authorities: [Super Visor]}] | 1:32: 'Super Visor' is no name",
                "people: [{id: A}, {id: a}] | 1:20: 'a' is listed twice",
                "people: [{id: AB}, {id: 'a\u00a0\u200bb'}] | is listed twice",
                "people: [{id: '\u00a0\u200b'}] | nothing of this id shows",
                "people: [{authorities: [legal]}] | the key 'id' is missing",
                "people: [{id: A, token: secret}] | 1:25: a token stands here as its SHA-256",
                "people: [{id: A, role: legal}] | 1:18: unknown key 'role'",
                "people: [] | the key 'systems' is missing",
            })
    void saysWhereItIsWrong(String people, String complaint) {
        String systems = people.equals("people: []") ? "" : "\nsystems: [{source: 'urn:x'}]";

        assertThatThrownBy(() -> load(people + systems + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void refusesOneTokenOfTwoPeople() {
        assertThatThrownBy(() ->
                        load("people: [{id: A, token: %s}, {id: B, token: %s}]\nsystems: []\n".formatted(TOKEN, TOKEN)))
                .hasMessageContaining("two people have this token");
    }

    private Authorities load(String yaml) throws IOException {
        return Authorities.load(Files.writeString(folder.resolve("authorities.yaml"), yaml));
    }
}
