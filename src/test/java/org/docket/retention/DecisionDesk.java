package org.docket.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.classify.Reappraisal.Cause;
import org.docket.classify.Reappraisal.Dates;
import org.docket.configuration.Settings;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Recordings about which people decide by rules of the test's own, at a time that can be moved; a database, and nothing else. */
public final class DecisionDesk implements AutoCloseable {
    static final String OFFICER = "MP7421";
    static final String SUPERVISOR = "MP2201";
    static final String OTHER_SUPERVISOR = "MP2202";
    static final String ANYBODY = "MP9001";

    private static final String RETENTION = """
            zone: Europe/London
            decisions: {retain: {review: P6M}, release: {keep: P31D}, delete-early: {cooling-off: P7D}}
            holds:
              legal: {lift: [legal]}
              review: {lift: [supervisor, legal]}
            outcomes:
              charge: {open-until: [acquittal, conviction, no-further-action], review: P12M}
              no-further-action: {ends: [charge], review: P1M}
              acquittal: {ends: [charge], review: P1M}
              conviction: {ends: [charge], keep: P6M, custody-until: [release-from-custody]}
              release-from-custody: {review: P1M}
              appeal: {open-until: [appeal-dismissed, appeal-allowed], review: P12M}
              appeal-dismissed: {ends: [appeal], review: P1M}
              appeal-allowed: {ends: [appeal, conviction], review: P1M}
            categories:
              evidence: {title: Evidence, keep: until-review, review: P6M, early-deletion: {ask: nobody, second-person: true}}
              long: {title: Long, keep: P12M, minimum: P60D, early-deletion: {ask: supervisor, second-person: true}}
              officer: {title: Officer, keep: P90D, minimum: P10D, early-deletion: {ask: officer, second-person: false}}
              pair: {title: Pair, keep: P90D, early-deletion: {ask: officer, second-person: true}}
              supervisor: {title: Supervisor, keep: P90D, early-deletion: {ask: supervisor, second-person: false}}
              nobody: {title: Nobody, keep: P90D, early-deletion: {ask: nobody, second-person: true}}
              short: {title: Short, keep: P31D, early-deletion: {ask: officer, second-person: false}}
            """;

    private static final String POLICY = """
            default: short
            rules:
              - {name: proof, when: 'tagged(\"proof\")', category: evidence, why: It proves something.}
              - {name: long, when: 'tagged(\"long\")', category: long, why: It is long.}
              - {name: officer, when: 'tagged(\"officer\")', category: officer, why: Officers may.}
              - {name: pair, when: 'tagged(\"pair\")', category: pair, why: Two may.}
              - {name: supervisor, when: 'tagged(\"supervisor\")', category: supervisor, why: Supervisors may.}
              - {name: nobody, when: 'tagged(\"nobody\")', category: nobody, why: Nobody may.}
            """;

    private static final String AUTHORITIES = """
            people:
              - {id: MP2201, authorities: [supervisor]}
              - {id: mp 2202, authorities: [supervisor]}
              - {id: L1, authorities: [legal]}
            systems:
              - {source: 'urn:cms', authorities: [supervisor, legal]}
            """;

    private final DataSource database = TestDatabase.create();
    private final Still clock = new Still();
    private final Jdbi jdbi = Jdbi.create(database);
    private final Catalogue catalogue = new Catalogue(jdbi);
    private final Docket docket;
    private final Path config;

    DecisionDesk(Path config) throws IOException {
        configure(config);
        this.config = config;
        Settings settings = Settings.load(Path.of(""), config, Map.of(), Map.of(), Docket.CONFIGURATION);
        this.docket = TestDocket.over(database, settings, clock);
    }

    /** Writes the rules, the policy and the authorities of these tests into a folder. */
    public static void configure(Path config) throws IOException {
        Files.writeString(config.resolve("retention.yaml"), RETENTION);
        Files.writeString(config.resolve("classification.yaml"), POLICY);
        Files.writeString(config.resolve("authorities.yaml"), AUTHORITIES);
    }

    Docket docket() {
        return docket;
    }

    Instant now() {
        return docket.clock().instant();
    }

    /** Days of the calendar in London. */
    Instant in(long days) {
        return now().atZone(ZoneId.of("Europe/London")).plusDays(days).toInstant();
    }

    void moveTo(Instant instant) {
        clock.now = instant;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** Puts changed retention rules into force, which must not bring dates forward, and appraises all recordings by them. */
    void takeUp(String before, String after) throws IOException {
        docket.takingUp().begin();
        Path file = config.resolve("retention.yaml");
        String changed = Files.readString(file).replace(before, after);
        Files.writeString(file, changed);
        for (int looks = 0; looks < 4; looks++) {
            docket.takingUp().look();
            clock.now = clock.now.plusSeconds(60);
        }
        String version = docket.policy().now().retention().version();
        if (!version.equals(RetentionRules.load(file).version())) {
            throw new AssertionError(docket.takingUp().waiting());
        }
    }

    void pass(long days) {
        clock.now = in(days);
    }

    /** A recording of the officer that has just come in, of the category that the tag says. */
    Recording deposit(String tag) {
        return deposit(tag, new Officer(OFFICER, null, null, null));
    }

    Recording deposit(String tag, Officer officer) {
        UUID id = UUID.randomUUID();
        Recording sample = Recordings.unretained(id, facts(id, tag, officer));
        jdbi.useTransaction(handle -> {
            Recordings.deposit(handle, catalogue, sample);
            // Its date is that of its category from the moment on.
            handle.execute("update recording set due_at = received_at, category_rule = 'default' where id = ?", id);
        });
        learn(sample, facts -> facts);
        return find(sample);
    }

    private Facts facts(UUID id, String tag, Officer officer) {
        Facts facts = Recordings.retained(id).facts();
        return new Facts(
                facts.dock(),
                facts.station(),
                facts.borough(),
                id + ".mp4",
                facts.bytes(),
                now(),
                new RecordedTime(now(), RecordedTime.Source.ARRIVAL),
                null,
                null,
                officer,
                null,
                null,
                List.of(tag),
                null,
                null,
                facts.media(),
                List.of(),
                List.of(),
                null);
    }

    void learn(Recording recording, UnaryOperator<Facts> change) {
        jdbi.useTransaction(handle -> docket.reappraisal()
                .appraise(
                        handle,
                        recording.id(),
                        Cause.learnt("docket", "enriched", "a sidecar that came late", Map.of()),
                        change));
    }

    /** What a purge would do with it now. */
    Recording lastLook(Recording recording) {
        return docket.reappraisal().appraise(docket.policy().now(), find(recording), Dates.NEVER_EARLIER);
    }

    Recording find(Recording recording) {
        return docket.catalogue().find(recording.id()).orElseThrow();
    }

    Word word(Recording recording, String by) {
        return Word.of(recording.id(), docket.authorities().person(by), "so");
    }

    Word about(Recording recording, @Nullable String caseReference) {
        return new Word(recording.id(), docket.authorities().person("DS Rao"), "court", caseReference, null);
    }

    /** As a purge leaves it behind. */
    void dispose(Recording recording, String certificate) {
        jdbi.useTransaction(handle -> {
            catalogue.condemned(handle, List.of(recording.id()), now());
            catalogue.disposed(handle, List.of(recording.id()), now());
            handle.execute(
                    "insert into certificate (recording_id, content, issued_at, blob) values (?, '{}', ?, ?)",
                    recording.id(),
                    now(),
                    certificate);
        });
    }

    List<String> acts(Recording recording) {
        return docket.ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .toList();
    }

    /** A clock that stands still until it is moved. */
    private static final class Still extends Clock {
        private volatile Instant now = Instant.parse("2026-01-12T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only instants are asked for");
        }
    }

    @Override
    public void close() {
        docket.close();
    }
}
