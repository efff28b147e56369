package org.docket.custody;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody with all rights to the database changes the ledger. */
class LedgerVerifierTest {
    private static final Jdbi JDBI = Jdbi.create(TestDatabase.create());
    private static final Instant AT = Instant.parse("2026-03-15T06:39:10.25Z");

    private final Ledger ledger = new Ledger(JDBI);
    private final LedgerVerifier verifier = new LedgerVerifier(JDBI);
    private final UUID before = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private final UUID id = UUID.fromString("77777777-0000-4000-8000-000000000002");
    private final UUID after = UUID.fromString("ffffffff-0000-4000-8000-000000000003");

    @BeforeEach
    void writeThreeHistories() {
        for (UUID recording : new UUID[] {before, id, after}) {
            for (int number = 1; number <= 4; number++) {
                append(recording, number);
            }
        }
    }

    @AfterEach
    void empty() {
        tamper(handle -> handle.execute("delete from ledger_entry"));
        tamper(handle -> handle.execute("delete from ledger_head"));
    }

    @Test
    void findsNothingWhereNothingWasChanged() {
        assertThat(verifier.verify(null).findings()).isEmpty();
        assertThat(verifier.verify(null).chains()).isEqualTo(3);
        assertThat(verifier.verify(null).entries()).isEqualTo(12);
        assertThat(verifier.verify(id).entries()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at = at + interval '1 microsecond'",
                "actor = 'somebody else'",
                "act = 'released'",
                "authority = 'rule 2b'",
                "details = '{\"number\":3}'",
            })
    void findsAChangedRow(String change) {
        tamper(handle ->
                handle.execute("update ledger_entry set " + change + " where recording_id = ? and sequence = 2", id));

        assertFinds("recording " + id + ", ledger entry 2 was changed after it was written");
    }

    @Test
    void findsAChangedHash() {
        tamper(handle -> handle.execute(
                "update ledger_entry set hash = ? where recording_id = ? and sequence = 2", "a".repeat(64), id));

        assertThat(verifier.verify(null).findings())
                .hasSize(2)
                .anyMatch(finding -> finding.contains("entry 2 was changed after it was written"))
                .anyMatch(finding -> finding.contains("entry 3 does not continue the entry before it"));
    }

    @Test
    void findsARowWhoseHashWasMadeToFitButWhoseSuccessorDoesNot() {
        tamper(handle -> forge(handle, 2));

        assertFinds("recording " + id + ", ledger entry 3 does not continue the entry before it");
    }

    @Test
    void findsALastRowWhoseHashWasMadeToFit() {
        tamper(handle -> forge(handle, 4));

        assertFinds("recording " + id + ": its history does not end where it did");
    }

    @Test
    void findsAMissingFirstRow() {
        tamper(handle -> handle.execute("delete from ledger_entry where recording_id = ? and sequence = 1", id));

        assertFinds("recording " + id + ", ledger entry 2 stands where entry 1 should");
    }

    @Test
    void findsAMissingRowInTheMiddle() {
        tamper(handle -> handle.execute("delete from ledger_entry where recording_id = ? and sequence = 3", id));

        assertFinds("recording " + id + ", ledger entry 4 stands where entry 3 should");
    }

    @Test
    void findsATailThatWasCutOff() {
        tamper(handle -> handle.execute("delete from ledger_entry where recording_id = ? and sequence > 2", id));

        assertFinds("recording " + id + ": its history does not end where it did");
    }

    @Test
    void findsAHistoryThatIsGone() {
        tamper(handle -> handle.execute("delete from ledger_entry where recording_id = ?", id));

        assertFinds("recording " + id + ": its whole history is missing");
    }

    @Test
    void findsAHistoryWhoseEndIsNotKnownAnyMore() {
        tamper(handle -> handle.execute("delete from ledger_head where recording_id = ?", id));

        assertFinds("recording " + id + ": its history does not end where it did");
    }

    @Test
    void findsARowThatWasAddedPastTheLedger() {
        tamper(handle -> {
            LedgerEntry last = ledger.history(id).get(3);
            insert(
                    handle,
                    new LedgerEntry(
                            id,
                            5,
                            AT,
                            "cms",
                            "released",
                            "decision: made up",
                            "{}",
                            last.hash(),
                            LedgerEntry.hashOf(id, 5, AT, "cms", "released", "decision: made up", "{}", last.hash())));
        });

        assertFinds("recording " + id + ": its history does not end where it did");
    }

    @Test
    void findsAHistoryThatWasMovedToAnotherRecording() {
        UUID other = UUID.fromString("88888888-0000-4000-8000-000000000004");
        tamper(handle -> {
            handle.execute("update ledger_entry set recording_id = ? where recording_id = ?", other, id);
            handle.execute("update ledger_head set recording_id = ? where recording_id = ?", other, id);
        });

        assertThat(verifier.verify(other).findings())
                .hasSize(4)
                .allMatch(finding -> finding.contains("was changed after it was written"));
    }

    /** The finding stands alone, and is there for the one recording and for all. */
    private void assertFinds(String finding) {
        assertThat(verifier.verify(null).findings()).singleElement().asString().startsWith(finding);
        assertThat(verifier.verify(id).findings()).singleElement().asString().startsWith(finding);
        assertThat(verifier.verify(before).findings()).isEmpty();
        assertThat(verifier.verify(after).findings()).isEmpty();
    }

    /** Rewrites an entry and gives it the hash that then fits. */
    private void forge(Handle handle, int sequence) {
        LedgerEntry entry = ledger.history(id).get(sequence - 1);
        handle.execute("delete from ledger_entry where recording_id = ? and sequence = ?", id, sequence);
        String authority = "a better reason";
        insert(
                handle,
                new LedgerEntry(
                        id,
                        sequence,
                        entry.at(),
                        entry.actor(),
                        entry.act(),
                        authority,
                        entry.details(),
                        entry.previousHash(),
                        LedgerEntry.hashOf(
                                id,
                                sequence,
                                entry.at(),
                                entry.actor(),
                                entry.act(),
                                authority,
                                entry.details(),
                                entry.previousHash())));
    }

    private static void insert(Handle handle, LedgerEntry entry) {
        handle.execute(
                "insert into ledger_entry values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.recordingId(),
                entry.sequence(),
                entry.at(),
                entry.actor(),
                entry.act(),
                entry.authority(),
                entry.details(),
                entry.previousHash(),
                entry.hash());
    }

    private static void tamper(Consumer<Handle> change) {
        JDBI.useTransaction(handle -> {
            for (String table : List.of("ledger_entry", "ledger_head")) {
                handle.execute("alter table " + table + " disable trigger user");
            }
            change.accept(handle);
            for (String table : List.of("ledger_entry", "ledger_head")) {
                handle.execute("alter table " + table + " enable trigger user");
            }
        });
    }

    private void append(UUID recording, int number) {
        JDBI.useTransaction(handle -> ledger.append(
                handle,
                recording,
                AT.plusSeconds(number),
                "officer " + number,
                "act " + number,
                "rule " + number,
                Map.of("number", number)));
    }
}
