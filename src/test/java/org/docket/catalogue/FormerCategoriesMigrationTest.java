package org.docket.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestParts;
import org.docket.vault.SourceDigest;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What recordings were before that was noted stands in their histories. */
class FormerCategoriesMigrationTest {
    private static final Instant DUE = Instant.parse("2026-07-01T10:00:00Z");

    @Test
    void fillsInWhatRecordingsWereAndWhatWasPromisedOfThem() {
        String url = TestParts.newDatabase();
        Flyway.configure().dataSource(url, null, null).target("13").load().migrate();
        UUID recording = UUID.randomUUID();
        UUID untouched = UUID.randomUUID();
        try (Handle handle = Jdbi.create(url).open()) {
            for (UUID id : List.of(recording, untouched)) {
                Facts facts = Recordings.unretained(id).facts();
                handle.execute(
                        "insert into recording (id, state, dock, name, bytes, sha256, category, categories, retained, due_at,"
                                + " received_at, deposited_at, blob, facts, decided, due_otherwise) values (?, 'DEPOSITED',"
                                + " 'd', 'n', 1, ?, 'rest', '{rest}', false, ?, ?, ?, 'b', cast(? as jsonb), ?, ?)",
                        id,
                        SourceDigest.of(id.toString().getBytes(StandardCharsets.UTF_8)),
                        DUE,
                        DUE,
                        DUE,
                        Json.write(facts),
                        id.equals(recording) ? "RELEASED" : null,
                        id.equals(recording) ? DUE.plusSeconds(60) : null);
            }
            Ledger ledger = new Ledger(Jdbi.create(url));
            act(handle, ledger, recording, "classified", Map.of("category", "stop"));
            act(handle, ledger, recording, "classified-again", Map.of("category", "long", "before", "stop"));
            act(
                    handle,
                    ledger,
                    recording,
                    "classified-again",
                    Map.of("category", "rest", "before", "long", "categoriesBefore", List.of("long", "pair")));
            act(
                    handle,
                    ledger,
                    recording,
                    "recategorised",
                    Map.of("categories", List.of("rest"), "before", List.of("rest", "officer")));

            Flyway.configure().dataSource(url, null, null).load().migrate();

            Catalogue catalogue = new Catalogue(Jdbi.create(url));
            assertThat(catalogue.find(recording)).get().satisfies(now -> {
                assertThat(now.formerCategories()).containsExactly("long", "officer", "pair", "stop");
                assertThat(now.directions().promisedUntil()).isEqualTo(DUE.plusSeconds(60));
            });
            assertThat(catalogue.find(untouched)).get().satisfies(now -> {
                assertThat(now.formerCategories()).isEmpty();
                assertThat(now.directions().promisedUntil()).isNull();
            });
        }
    }

    private static void act(Handle handle, Ledger ledger, UUID id, String act, Map<String, ?> details) {
        ledger.append(handle, id, Clock.systemUTC().instant(), Ledger.DOCKET, act, "so", details);
    }
}
