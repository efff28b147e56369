package org.docket.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final Jdbi JDBI = Jdbi.create(TestDatabase.create());
    private static final Instant AT = Instant.parse("2026-03-14T22:47:31.125Z");

    private final Ledger ledger = new Ledger(JDBI);
    private final LedgerVerifier verifier = new LedgerVerifier(JDBI);
    private final UUID id = UUID.randomUUID();

    @Test
    void chainsEveryEntryToTheOneBefore() {
        append("received", 1);
        append("deposited", 2);
        append("retained", 3);

        List<LedgerEntry> history = ledger.history(id);
        assertThat(history).extracting(LedgerEntry::sequence).containsExactly(1, 2, 3);
        assertThat(history).extracting(LedgerEntry::act).containsExactly("received", "deposited", "retained");
        assertThat(history)
                .extracting(LedgerEntry::previousHash)
                .containsExactly(
                        "0".repeat(64), history.get(0).hash(), history.get(1).hash());
        assertThat(history).allMatch(entry -> entry.hash().equals(entry.rightHash()));
        assertThat(verifier.verify(id)).isEqualTo(new LedgerVerifier.Report(1, 3, List.of()));
    }

    /** The first entry of a chain, hashed by hand: whoever verifies the ledger without this program gets the same. */
    @Test
    void hashesTheCanonicalJsonOfTheEntry() {
        UUID recording = UUID.fromString("01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90");

        String hash = LedgerEntry.hashOf(
                recording, 1, AT, "docket", "received", "the dock presented it", "{\"bytes\":731}", "0".repeat(64));

        assertThat(hash).isEqualTo("7b4f308da6a4c8812d7f20a3cfe55f9f1cd65aec0dedce51355f6dce142880ea");
    }

    @Test
    void keepsWhatIsReadBackAsItWasHashed() {
        JDBI.useTransaction(handle -> ledger.append(
                handle,
                id,
                Instant.parse("2026-03-14T22:47:31.123456789Z"),
                "Inspector Ó Súilleabháin",
                "retained",
                "decision: \"kept\"\n\t\\ for 😀",
                Map.of("zeta", List.of("x", 1L), "alpha", Map.of("at", AT), "yes", true)));

        LedgerEntry entry = ledger.history(id).get(0);
        assertThat(entry.at()).isEqualTo(Instant.parse("2026-03-14T22:47:31.123456Z"));
        assertThat(entry.authority()).isEqualTo("decision: \"kept\"\n\t\\ for 😀");
        assertThat(entry.details())
                .isEqualTo("{\"alpha\":{\"at\":\"2026-03-14T22:47:31.125Z\"},\"yes\":true,\"zeta\":[\"x\",1]}");
        assertThat(verifier.verify(id).findings()).isEmpty();
    }

    @Test
    void addsNothingIfTheActItTellsOfFails() {
        append("received", 1);

        assertThatThrownBy(() -> JDBI.useTransaction(handle -> {
                    ledger.append(handle, id, AT, "docket", "deposited", "verified", Map.of());
                    throw new IllegalStateException("the deposit was not written");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ledger.history(id)).hasSize(1);
        assertThat(verifier.verify(id).findings()).isEmpty();
    }

    @Test
    @Timeout(60)
    void keepsOneChainWhenManyWriteAtOnce() throws Exception {
        int writers = 6;
        int each = 20;
        CyclicBarrier together = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> ended = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                ended.add(threads.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    IntStream.range(0, each).forEach(number -> append("presented-again", number));
                    return null;
                }));
            }
            for (Future<?> end : ended) {
                end.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(ledger.history(id))
                .extracting(LedgerEntry::sequence)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, writers * each).boxed().toList());
        assertThat(verifier.verify(id)).isEqualTo(new LedgerVerifier.Report(1, (long) writers * each, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_entry set authority = 'nobody'",
                "delete from ledger_entry",
                "truncate ledger_entry",
            })
    void theDatabaseRefusesToChangeWhatStandsThere(String statement) {
        append("received", 1);

        assertThatThrownBy(() -> JDBI.useHandle(handle -> handle.execute(statement)))
                .hasMessageContaining("the custody ledger is append-only");

        assertThat(ledger.history(id)).hasSize(1);
    }

    private void append(String act, int number) {
        JDBI.useTransaction(handle -> ledger.append(
                handle, id, AT.plusSeconds(number), Ledger.DOCKET, act, "rule " + number, Map.of("number", number)));
    }
}
