package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.docket.catalogue.Json;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerEntry;
import org.docket.custody.LedgerVerifier;
import org.docket.monitoring.Notices;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gets an authority without a trace. */
class AuthorityChangesTest {
    private static final String TOKEN = "a".repeat(64);

    private final Path file;
    private final Jdbi jdbi = Jdbi.create(TestDatabase.create());
    private final Ledger ledger = new Ledger(jdbi);
    private final Clock clock = Clock.fixed(TestDocket.NOW, ZoneOffset.UTC);
    private final AuthorityChanges changes = new AuthorityChanges(jdbi, ledger, new Notices(jdbi, clock), clock);

    AuthorityChangesTest(@TempDir Path config) {
        this.file = config.resolve("authorities.yaml");
    }

    @Test
    void leavesAnActAndANoticeForEachChangeAndNoneForWhatIsTheSame() throws Exception {
        note("people: []\nsystems: []\n");
        assertThat(acts()).isEmpty();

        note("people:\n  - {id: MP2201, authorities: [supervisor], token: " + TOKEN + "}\nsystems: []\n");
        note("people:\n  - {id: MP2201, token: " + TOKEN + ", authorities: [supervisor]}\nsystems: []   # so be it\n");
        assertThat(acts()).singleElement().satisfies(act -> {
            assertThat(act.actor()).isEqualTo(Ledger.DOCKET);
            assertThat(act.act()).isEqualTo("authorities-changed");
            assertThat(act.details().toString())
                    .contains("person MP2201: supervisor, token ")
                    .doesNotContain(TOKEN);
        });

        note("people:\n  - {id: MP2201, authorities: [supervisor], token: " + TOKEN.replace('a', 'b')
                + "}\nsystems: []\n");
        note("people: []\nsystems: [{source: 'urn:cms', authorities: [legal]}]\n");
        assertThat(acts()).hasSize(3);
        JsonNode last = Json.MAPPER.readTree(acts().get(2).details().toString());
        assertThat(last.path("after").get(0).textValue()).isEqualTo("system urn:cms: legal");
        assertThat(last.path("before").get(0).textValue()).startsWith("person MP2201: supervisor");
        assertThat(new LedgerVerifier(jdbi).verify(Ledger.HUB).findings()).isEmpty();
        assertThat(notices()).hasSize(3).allSatisfy(notice -> assertThat(notice)
                .contains("authorities-changed")
                .doesNotContain("MP2201"));
    }

    private void note(String text) throws IOException {
        Files.writeString(file, text);
        changes.note(Authorities.load(file));
    }

    private List<LedgerEntry> acts() {
        return ledger.history(Ledger.HUB);
    }

    private List<String> notices() {
        return jdbi.withHandle(handle -> handle.createQuery("select message from notice order by position")
                .mapTo(String.class)
                .list());
    }
}
