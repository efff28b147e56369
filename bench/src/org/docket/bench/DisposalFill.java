package org.docket.bench;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Json;
import org.docket.catalogue.MatchedBy;
import org.docket.classify.Classification;
import org.docket.classify.Rulebook;
import org.docket.custody.ChainFill;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerEntry;
import org.docket.retention.Retention;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;

/**
 * Fills a catalogue with days of recordings as they are after their deposit, with histories that verify. A fiftieth more than those that
 * become due is retained, every two-hundredth of those that become due is held, and control rooms have told of incidents that none of
 * them belongs to.
 */
final class DisposalFill {
    static final Instant FIRST_DAY = Instant.parse("2026-01-05T00:00:00Z");

    private static final int HELD_EVERY = 200;
    private static final int RETAINED_EVERY = 50;
    private static final int INCIDENTS_A_DAY = 2_740;
    private static final int CHUNK = 5_000;
    private static final Duration SHIFT = Duration.ofHours(8);
    private static final String DEPOSITED_BY = "every block was compared with its CRC64 by the vault";
    private static final List<String> OTHER_INDEXES =
            List.of("recording_content", "recording_alike", "recording_due", "recording_received", "recording_officer");

    private final DataSource database;
    private final Rulebook rulebook;
    private final int dueEachDay;
    private final Classification routine;
    private final Classification evidence;

    DisposalFill(DataSource database, Rulebook rulebook, int dueEachDay) {
        this.database = database;
        this.rulebook = rulebook;
        this.dueEachDay = dueEachDay;
        this.routine = rulebook.policy().classify(FilledFacts.of(0, FIRST_DAY, List.of()));
        this.evidence = rulebook.policy().classify(FilledFacts.of(0, FIRST_DAY, List.of("evidence")));
    }

    /** How many of a day become due and are not held. */
    int disposable() {
        return dueEachDay - held();
    }

    int held() {
        return (dueEachDay + HELD_EVERY - 1) / HELD_EVERY;
    }

    static UUID id(int day, int number) {
        long millis = FIRST_DAY.plus(Duration.ofDays(day)).toEpochMilli() + number;
        long mixed = (((long) day << 32) + number) * 0x9E3779B97F4A7C15L;
        return new UUID(
                (millis << 16) | 0x7000 | (mixed >>> 52), 0x8000000000000000L | ((mixed >>> 2) & 0x3FFFFFFFFFFFFFFFL));
    }

    private static Instant received(int day, int number, int ofDay) {
        return FIRST_DAY
                .plus(Duration.ofDays(day))
                .plus(SHIFT.multipliedBy(number).dividedBy(ofDay))
                .truncatedTo(ChronoUnit.MICROS);
    }

    static String blob(int day, int number) {
        return "2026/01/" + (day + 10) + '/' + id(day, number) + ".mp4";
    }

    /** The names of all blobs of a day that become due. */
    List<String> blobs(int day) {
        return IntStream.range(0, dueEachDay)
                .mapToObj(number -> blob(day, number))
                .toList();
    }

    /** Fills days, the last one excluded; those indexes that there are many are left out meanwhile. */
    void fill(int from, int to) throws Exception {
        Jdbi jdbi = Jdbi.create(database);
        Map<String, String> indexes = jdbi.withHandle(
                handle -> handle.createQuery("select indexname, indexdef from pg_indexes where indexname = any(:names)")
                        .bindArray("names", String.class, OTHER_INDEXES)
                        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        jdbi.useHandle(handle -> indexes.keySet().forEach(index -> handle.execute("drop index " + index)));
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> filling = new ArrayList<>();
            for (int day = from; day < to; day++) {
                int today = day;
                int all = dueEachDay + dueEachDay / RETAINED_EVERY;
                for (int first = 0; first < all; first += CHUNK) {
                    int begin = first;
                    filling.add(workers.submit(() -> chunk(today, begin, Math.min(all, begin + CHUNK))));
                }
            }
            for (Future<?> one : filling) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
        jdbi.useHandle(handle -> {
            incidents(handle, from, to);
            handle.execute("set maintenance_work_mem = '512MB'");
            indexes.values().forEach(handle::execute);
            for (String table : List.of(
                    "recording",
                    "ledger_entry",
                    "ledger_head",
                    "hold",
                    "incident",
                    "incident_officer",
                    "certificate")) {
                handle.execute("vacuum analyze " + table);
            }
            handle.execute("checkpoint");
        });
    }

    private static void incidents(org.jdbi.v3.core.Handle handle, int from, int to) {
        handle.execute(
                "insert into incident (reference, source, type, officers, began_at, ended_at, said_at, spread_at)"
                        + " select 'CAD-' || n, 'urn:bench', 'type ' || n % 60, array['MP' || n * 7 % "
                        + FilledFacts.CAMERAS
                        + "], began,"
                        + " began + interval '20 minutes', began, began from (select n, timestamptz '" + FIRST_DAY
                        + "' + (n / " + INCIDENTS_A_DAY
                        + ") * interval '1 day' + interval '20 hours' as began from generate_series("
                        + from * INCIDENTS_A_DAY + ", " + (to * INCIDENTS_A_DAY - 1) + ") as n) made");
        handle.execute("insert into incident_officer (officer, began_at, reference, ended_at)"
                + " select officer, began_at, reference, ended_at from incident i, unnest(officers) as officer"
                + " on conflict do nothing");
    }

    private Void chunk(int day, int begin, int end) throws SQLException, IOException {
        StringBuilder recordings = new StringBuilder();
        StringBuilder entries = new StringBuilder();
        StringBuilder heads = new StringBuilder();
        StringBuilder holds = new StringBuilder();
        for (int number = begin; number < end; number++) {
            boolean retained = number >= dueEachDay;
            add(recordings, entries, heads, day, number, retained);
            if (!retained && number % HELD_EVERY == 0) {
                row(holds, id(day, number), "legal", "REF-" + number, "bench", "a court asked", FIRST_DAY);
            }
        }
        try (Connection connection = database.getConnection()) {
            connection.createStatement().execute("set synchronous_commit = off");
            copy(
                    connection,
                    "recording (id, state, dock, name, bytes, ends, sha256, category, categories, category_rule,"
                            + " policy_version, retained, due_at, review_at, counted_recorded_at, counted_recorded_at_source,"
                            + " received_at, deposited_at, blob, facts, officer, recorded_from, recorded_until, incident)",
                    recordings);
            copy(
                    connection,
                    "ledger_entry (recording_id, sequence, at, actor, act, authority, details, previous_hash,"
                            + " hash)",
                    entries);
            copy(connection, "ledger_head (recording_id, sequence, hash)", heads);
            copy(connection, "hold (recording_id, kind, reference, held_by, reason, held_at)", holds);
            connection.createStatement().execute("set synchronous_commit = on");
        }
        return null;
    }

    private static void copy(Connection connection, String into, StringBuilder rows) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + into + " from stdin", new StringReader(rows.toString()));
    }

    private void add(
            StringBuilder recordings,
            StringBuilder entries,
            StringBuilder heads,
            int day,
            int number,
            boolean retained) {
        UUID id = id(day, number);
        Instant received = received(day, number, dueEachDay + dueEachDay / RETAINED_EVERY);
        Instant deposited = received.plusMillis(1_730);
        Facts facts = FilledFacts.of(number, received, retained ? List.of("evidence") : List.of());
        Classification is = retained ? evidence : routine;
        Retention retention = rulebook.retention()
                .retention(is.categories(), received, facts.recorded())
                .orElseThrow();
        String category = retention.category().name();
        Instant due = retention.dueAt().orElse(null);
        Instant review = retention.reviewAt().orElse(null);
        String sha256 = SourceDigest.of(id.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String blob = blob(day, number);
        MatchedBy matched = MatchedBy.of(facts);
        row(
                recordings,
                id,
                "DEPOSITED",
                facts.dock(),
                facts.name(),
                facts.bytes(),
                id.getLeastSignificantBits(),
                sha256,
                category,
                "{" + String.join(",", retention.categories()) + "}",
                is.ruleOf(category),
                is.policyVersion(),
                retained,
                due,
                review,
                facts.recorded().at(),
                facts.recorded().source(),
                received,
                deposited,
                blob,
                Json.write(facts).replace("\\", "\\\\"),
                matched.officer(),
                matched.from(),
                matched.until(),
                matched.incident());
        List<LedgerEntry> chain = ChainFill.chain(List.of(
                act(
                        id,
                        received,
                        "received",
                        "presented by its dock",
                        Map.of("dock", facts.dock(), "name", facts.name(), "bytes", facts.bytes())),
                act(
                        id,
                        deposited,
                        "deposited",
                        DEPOSITED_BY,
                        Map.of("blob", blob, "bytes", facts.bytes(), "sha256", sha256)),
                act(
                        id,
                        deposited,
                        "classified",
                        "policy " + is.policyVersion() + ", rule " + is.ruleOf(category),
                        Map.of(
                                "category",
                                category,
                                "retained",
                                retained,
                                retained ? "reviewAt" : "dueAt",
                                String.valueOf(retained ? review : due),
                                "retentionRules",
                                rulebook.retention().version())),
                act(
                        id,
                        deposited.plusMillis(20),
                        "receipted",
                        "the deposit",
                        Map.of("dock", facts.dock(), "name", facts.name()))));
        chain.forEach(entry -> row(
                entries,
                entry.recordingId(),
                entry.sequence(),
                entry.at(),
                entry.actor(),
                entry.act(),
                entry.authority(),
                entry.details(),
                entry.previousHash(),
                entry.hash()));
        LedgerEntry last = chain.get(chain.size() - 1);
        row(heads, id, last.sequence(), last.hash());
    }

    private static Ledger.Act act(UUID id, Instant at, String act, String authority, Map<String, ?> details) {
        return new Ledger.Act(id, at, Ledger.DOCKET, act, authority, details);
    }

    private static void row(StringBuilder rows, Object... values) {
        for (int place = 0; place < values.length; place++) {
            rows.append(place == 0 ? "" : "\t").append(values[place] == null ? "\\N" : values[place]);
        }
        rows.append('\n');
    }
}
