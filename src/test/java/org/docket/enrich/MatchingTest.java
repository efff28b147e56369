package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.Docket;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch.How;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Reappraisal;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.Disposals;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which recording belongs to which incident, whichever comes first and whoever is at work at the same time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchingTest {
    /** When the recordings of these tests begin; they last ten minutes. */
    private static final Instant FROM = Instant.parse("2026-03-14T18:00:00Z");

    private static final Instant UNTIL = FROM.plus(Duration.ofMinutes(10));
    private static final Location BRIXTON = new Location(51.4627, -0.1145);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HikariDataSource database = pool();
    private final Jdbi jdbi = Jdbi.create(database);
    private final Docket docket = TestDocket.over(database, Map.of());

    MatchingTest() {
        // Transactions of these tests read recordings, too: it makes its rows known.
        assertThat(new Catalogue(jdbi).find(UUID.randomUUID())).isEmpty();
    }

    private static HikariDataSource pool() {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(TestDatabase.create());
        pool.setMaximumPoolSize(6);
        return new HikariDataSource(pool);
    }

    @AfterAll
    void close() {
        docket.close();
        database.close();
    }

    private static String officer() {
        return "MP" + NUMBER.incrementAndGet();
    }

    // --- What fits ---

    @ParameterizedTest(name = "an incident from {0} to {1} fits: {2}")
    @CsvSource({
        "2026-03-14T18:02:00Z, 2026-03-14T18:04:00Z, true",
        "2026-03-14T17:00:00Z, 2026-03-14T17:55:00Z, true",
        "2026-03-14T17:00:00Z, 2026-03-14T17:54:59Z, false",
        "2026-03-14T18:15:00Z, 2026-03-14T18:30:00Z, true",
        "2026-03-14T18:15:01Z, 2026-03-14T18:30:00Z, false",
        // Without an end it goes on for twelve hours, and with one for seven days.
        "2026-03-14T05:55:00Z, , true",
        "2026-03-14T05:54:59Z, , false",
        "2026-03-07T17:55:00Z, 2026-03-20T00:00:00Z, true",
        "2026-03-07T17:54:59Z, 2026-03-20T00:00:00Z, false",
    })
    void matchesByTimeToTheSecondWhicheverComesFirst(Instant from, @Nullable Instant to, boolean fits) {
        String first = officer();
        String second = officer();
        UUID before = register(facts(first, null));
        String incident = tell(List.of(first, second), from, to, null);
        UUID after = register(facts(second, null));
        docket.matching().matchDue();

        for (UUID id : List.of(before, after)) {
            assertThat(facts(id).incident()).isEqualTo(fits ? incident : null);
            assertThat(candidates(id)).containsExactlyElementsOf(fits ? List.of(incident) : List.of());
        }
    }

    @Test
    void matchesTheRecordingsOfEveryOfficerWhoWasThere() {
        String one = officer();
        String other = officer();
        UUID first = register(facts(one, null));
        UUID second = register(facts(" " + other.toLowerCase(Locale.ROOT) + " ", null));
        UUID stranger = register(facts(officer(), null));

        String incident = tell(List.of("mp " + one.substring(2), other), FROM, UNTIL, null);
        docket.matching().matchDue();

        assertThat(facts(first).incident()).isEqualTo(incident);
        assertThat(facts(second).incident()).isEqualTo(incident);
        assertThat(facts(second).officer().id()).startsWith(" mp");
        assertThat(facts(stranger).incident()).isNull();
    }

    @Test
    void doesNotGuessForARecordingWithoutAnOfficer() {
        tell(List.of(officer()), FROM, UNTIL, null);
        UUID id = register(facts(null, null));

        assertThat(facts(id).match()).isNull();
    }

    @ParameterizedTest
    @EnumSource(RecordedTime.Source.class)
    void doesNotMatchByATimeAtWhichARecordingMerelyReachedItsDock(RecordedTime.Source source) {
        String officer = officer();
        tell(List.of(officer), FROM, UNTIL, null);
        UUID id = register(facts(officer, null, null, source));

        boolean said = source != RecordedTime.Source.DOCK && source != RecordedTime.Source.ARRIVAL;
        assertThat(facts(id).incident() != null).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1899", "3000", "9999"})
    void registersARecordingOfAYearInWhichNoCameraRecordedAndDoesNotMatchIt(String year) {
        String officer = officer();
        tell(List.of(officer), FROM, UNTIL, null);
        Instant then = Instant.parse(year + "-12-31T23:59:59Z");

        UUID id = register(facts(officer, then, then.plusSeconds(60)));

        assertThat(facts(id).recorded().at()).isEqualTo(then);
        assertThat(facts(id).match()).isNull();
    }

    @Test
    void takesTheIncidentThatFitsClearlyBest() {
        String officer = officer();
        String near = tell(List.of(officer), FROM.minus(Duration.ofHours(1)), FROM.minusSeconds(60), null);
        String best = tell(List.of(officer), FROM.plusSeconds(60), UNTIL, null);
        UUID id = register(facts(officer, null));

        assertThat(facts(id).incident()).isEqualTo(best);
        assertThat(facts(id).match().how()).isEqualTo(How.MATCHED);
        assertThat(facts(id).match().candidates()).isEqualTo(2);
        assertThat(docket.candidates().of(id))
                .containsExactly(
                        new Candidate(best, 0.95, 540, 0, null, true), new Candidate(near, 0.4, 0, 60, null, false));
    }

    @Test
    void marksWhatSeveralFitAndLeavesItToAPerson() {
        String officer = officer();
        tell(List.of(officer), FROM, UNTIL, null);
        tell(List.of(officer), FROM, UNTIL.plusSeconds(7), null);
        UUID id = register(facts(officer, null));

        assertThat(facts(id).incident()).isNull();
        assertThat(facts(id).match().how()).isEqualTo(How.AMBIGUOUS);
        assertThat(facts(id).match().candidates()).isEqualTo(2);
        assertThat(candidates(id)).hasSize(2);
        assertThat(notices(id)).isEqualTo(1);

        tell(List.of(officer), FROM, UNTIL.plusSeconds(9), null);
        docket.matching().matchDue();
        assertThat(facts(id).match().candidates()).isEqualTo(3);
        assertThat(notices(id)).isEqualTo(1);
    }

    @Test
    void letsThePlaceDecideBetweenThoseThatFitAlike() {
        String officer = officer();
        tell(List.of(officer), FROM, UNTIL, new Location(51.5007, -0.1246));
        String near = tell(List.of(officer), FROM, UNTIL, new Location(51.4640, -0.1150));
        UUID placed = register(facts(officer, BRIXTON));
        UUID unplaced = register(facts(officer, null));

        assertThat(facts(placed).incident()).isEqualTo(near);
        assertThat(docket.candidates().of(placed))
                .extracting(Candidate::distanceMetres)
                .containsExactly(149L, 4283L);
        assertThat(facts(unplaced).match().how()).isEqualTo(How.AMBIGUOUS);
    }

    @Test
    void anIncidentWithoutAPlaceLiesNowhere() {
        String officer = officer();
        String incident = tell(List.of(officer), FROM, UNTIL, null);
        UUID id = register(facts(officer, BRIXTON));

        assertThat(facts(id).incident()).isEqualTo(incident);
        assertThat(facts(id).match().location()).isNull();
        assertThat(docket.candidates().of(id))
                .extracting(Candidate::distanceMetres)
                .containsOnlyNulls();
    }

    @Test
    void isNotLedAstrayByAnOfficerWhoStandsInEveryIncident() {
        String officer = officer();
        List<Incident> many = new ArrayList<>();
        for (int i = 0; i < Lookup.MOST_CANDIDATES + 5; i++) {
            many.add(incident(
                    List.of(officer), FROM.minusSeconds(i), i == 7 ? UNTIL : FROM.minusSeconds(i), null, FROM));
        }
        docket.incidents().take(many);
        UUID id = register(facts(officer, null));

        assertThat(facts(id).match().how()).isEqualTo(How.AMBIGUOUS);
        assertThat(candidates(id)).hasSize(Lookup.MOST_CANDIDATES);
    }

    // --- Who says so ---

    @Test
    void keepsTheIncidentThatTheDockNamesAndFillsInWhatIsKnownOfIt() {
        String officer = officer();
        String fitting = tell(List.of(officer), FROM, UNTIL, null);
        String named = "CAD-NAMED-" + officer;
        UUID id = register(facts(officer, null).withIncident(named, null));
        assertThat(facts(id).incident()).isEqualTo(named);
        assertThat(facts(id).match().how()).isEqualTo(How.NAMED);
        assertThat(facts(id).match().type()).isNull();
        assertThat(candidates(id)).containsExactly(fitting);

        docket.incidents()
                .take(List.of(new Incident(
                        named, "fight", List.of(), FROM.minusSeconds(90_000), null, BRIXTON, "urn:test", FROM)));
        docket.matching().matchDue();

        assertThat(facts(id).incident()).isEqualTo(named);
        assertThat(facts(id).match().type()).isEqualTo("fight");
        assertThat(facts(id).match().location()).isEqualTo(BRIXTON);
        assertThat(candidates(id)).containsExactly(fitting);
    }

    @Test
    void neverOverwritesAPersonsWord() {
        String officer = officer();
        String one = tell(List.of(officer), FROM, UNTIL, null);
        String other = tell(List.of(officer), FROM, UNTIL.plusSeconds(3), null);
        UUID id = register(facts(officer, null));

        assertThat(settle(id, other)).isInstanceOf(IncidentWord.Answer.Taken.class);
        assertThat(facts(id).incident()).isEqualTo(other);
        assertThat(facts(id).match().how()).isEqualTo(How.NAMED);
        assertThat(acts(id)).containsSubsequence("matched", "matched");
        assertThat(history(id).stream().filter(entry -> entry.actor().equals("DS Achebe")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.authority()).isEqualTo("decision: seen on the footage"));

        change(one, List.of(officer), FROM, UNTIL, BRIXTON);
        change(other, List.of(), FROM.plusSeconds(90_000), null, null);
        docket.matching().matchDue();
        assertThat(facts(id).incident()).isEqualTo(other);

        assertThat(settle(id, other)).isInstanceOf(IncidentWord.Answer.AlreadySo.class);
        assertThat(acts(id)).contains("matched-again");
        assertThat(docket.ledgerVerifier().verify(id).findings()).isEmpty();
    }

    @Test
    void takesThePersonsWordThatItBelongsToNone() {
        String officer = officer();
        String incident = tell(List.of(officer), FROM, UNTIL, null);
        UUID id = register(facts(officer, null));
        assertThat(facts(id).incident()).isEqualTo(incident);

        assertThat(settle(id, null)).isInstanceOf(IncidentWord.Answer.Taken.class);
        tell(List.of(officer), FROM, UNTIL, null);
        docket.matching().matchDue();

        assertThat(facts(id).incident()).isNull();
        assertThat(facts(id).match()).isNull();
        assertThat(docket.candidates().of(id)).hasSize(2).noneMatch(Candidate::chosen);
    }

    @Test
    void refusesAWordOfAnIncidentThatNobodyKnows() {
        UUID id = register(facts(officer(), null));

        assertThat(settle(id, "CAD-UNHEARD-OF"))
                .isInstanceOfSatisfying(IncidentWord.Answer.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("there is no incident CAD-UNHEARD-OF: './docket show " + id + "' lists"));
        assertThat(settle(UUID.randomUUID(), null)).isInstanceOf(IncidentWord.Answer.Refused.class);
        assertThat(acts(id)).doesNotContain("matched");
    }

    // --- What is learnt later ---

    @Test
    void classifiesAgainWhatALateIncidentConcerns() {
        String officer = officer();
        UUID id = register(facts(officer, null));
        String incident = tell(List.of(officer), FROM, UNTIL, null);
        docket.matching().matchDue();

        Recording recording = docket.catalogue().find(id).orElseThrow();
        assertThat(recording.category()).isEqualTo("crime-evidence");
        assertThat(recording.retained()).isTrue();
        assertThat(acts(id)).containsExactly("matched", "classified-again");
        assertThat(docket.outbox().of(id)).hasSize(1).allMatch(handover -> handover.type()
                .endsWith("retained.v1"));

        // The control room is wrong about who was there, and says so.
        change(incident, List.of(officer()), FROM, UNTIL, null);
        docket.matching().matchDue();
        recording = docket.catalogue().find(id).orElseThrow();
        assertThat(recording.facts().incident()).isNull();
        assertThat(recording.retained()).as("evidence stays evidence").isTrue();
        assertThat(candidates(id)).isEmpty();
    }

    /** It is told, and nobody has noted yet which recordings it concerns. */
    @Test
    void anIncidentThatIsNotMatchedYetSavesItsRecordingFromAPurge() {
        String officer = officer();
        UUID concerned = register(facts(officer, null));
        UUID stranger = register(facts(officer(), null));
        String incident = tell(List.of(officer), FROM, UNTIL, null);
        // Nothing is condemned that has no history.
        jdbi.useTransaction(handle -> List.of(concerned, stranger).forEach(id -> docket.ledger()
                .append(handle, id, FROM, Ledger.DOCKET, "received", "presented by its dock", Map.of())));

        try (Docket later = TestDocket.over(database, Map.of(), FROM.plus(Duration.ofDays(400)))) {
            assertThat(Disposals.condemn(later, stranger)).isPresent();
            assertThat(Disposals.condemn(later, concerned)).isEmpty();
        }

        assertIsEvidenceOf(incident, concerned);
        docket.matching().matchDue();
        assertIsEvidenceOf(incident, concerned);
    }

    /** It is noted that its incident has to be looked for, because a late sidecar told of another officer. */
    @Test
    void aRecordingThatHasToBeMatchedAgainIsMatchedBeforeAPurge() {
        String right = officer();
        String incident = tell(List.of(right), FROM, UNTIL, null);
        UUID id = register(facts(officer(), null));
        jdbi.useTransaction(handle -> docket.reappraisal()
                .appraise(
                        handle,
                        id,
                        Reappraisal.Cause.learnt("docket", "enriched", "a late sidecar", Map.of()),
                        before -> facts(right, null)));
        assertThat(facts(id).incident()).isNull();

        try (Docket later = TestDocket.over(database, Map.of(), FROM.plus(Duration.ofDays(400)))) {
            assertThat(Disposals.condemn(later, id)).isEmpty();
        }

        assertThat(facts(id).incident()).isEqualTo(incident);
        assertThat(docket.catalogue().find(id).orElseThrow().retained()).isTrue();
        docket.matching().matchDue();
    }

    private void assertIsEvidenceOf(String incident, UUID id) {
        Recording recording = docket.catalogue().find(id).orElseThrow();
        assertThat(recording.state()).isEqualTo(RecordingState.DEPOSITED);
        assertThat(recording.facts().incident()).isEqualTo(incident);
        assertThat(recording.category()).isEqualTo("crime-evidence");
        assertThat(recording.retained()).isTrue();
        assertThat(acts(id)).endsWith("matched", "classified-again");
        assertThat(docket.outbox().of(id)).hasSize(1).allMatch(handover -> handover.type()
                .endsWith("retained.v1"));
    }

    @Test
    void doesNotReplaceWhatWasSaidLaterByWhatWasSaidEarlier() {
        String officer = officer();
        Incident later = incident(List.of(officer), FROM, UNTIL, null, FROM.plusSeconds(500));
        Incident earlier = new Incident(
                later.reference(), "first call", List.of(), FROM, null, null, "urn:test", FROM.plusSeconds(400));
        docket.incidents().take(List.of(later));
        docket.incidents().take(List.of(earlier));
        // In one go, too.
        docket.incidents().take(Arrays.asList(later, earlier));

        UUID id = register(facts(officer, null));
        assertThat(facts(id).match().type()).isEqualTo("burglary");
    }

    @Test
    void writesNothingWhenTheSameIsSaidAgain() {
        Incident incident = incident(List.of(officer()), FROM, UNTIL, null, FROM);
        docket.incidents().take(List.of(incident));
        docket.matching().matchDue();
        long position = position(incident.reference());

        docket.incidents().take(List.of(incident));
        docket.incidents()
                .take(List.of(new Incident(
                        incident.reference(),
                        incident.type(),
                        incident.officers(),
                        incident.from(),
                        incident.to(),
                        null,
                        "urn:test",
                        FROM.plusSeconds(9))));

        assertThat(position(incident.reference())).isEqualTo(position);
        assertThat(unspread()).isZero();
    }

    @Test
    void matchesAgainWhenAnotherOfficerIsKnown() {
        String wrong = officer();
        String right = officer();
        String incident = tell(List.of(right), FROM, UNTIL, null);
        UUID id = register(facts(wrong, null));

        jdbi.useTransaction(handle -> docket.reappraisal()
                .appraise(
                        handle,
                        id,
                        Reappraisal.Cause.learnt("docket", "enriched", "a late sidecar", Map.of()),
                        before -> facts(right, null)));
        docket.matching().matchDue();

        assertThat(facts(id).incident()).isEqualTo(incident);
        assertThat(due()).isZero();
    }

    // --- At the same time ---

    @Test
    void anIncidentWaitsForARegistrationAndFindsItsRecording() {
        String officer = officer();
        UUID id = UUID.randomUUID();
        Facts facts = facts(officer, null);
        CompletableFuture<String> told;
        try (Handle handle = jdbi.open()) {
            handle.begin();
            Recordings.receive(handle, docket.catalogue(), Recordings.unretained(id, facts));
            Facts seen = docket.matching().complete(handle, Map.of(id, facts)).get(id);
            assertThat(seen.incident()).isNull();

            told = CompletableFuture.supplyAsync(() -> tell(List.of(officer), FROM, UNTIL, null));
            eventually().until(this::someoneWaitsForALock);

            docket.catalogue().deposited(handle, List.of(Recordings.unretained(id, seen)));
            handle.commit();
        }
        String incident = told.join();
        docket.matching().matchDue();

        assertThat(facts(id).incident()).isEqualTo(incident);
    }

    @Test
    void aRegistrationWaitsForAnIncidentAndSeesIt() {
        String officer = officer();
        Incident incident = incident(List.of(officer), FROM, UNTIL, null, FROM);
        CompletableFuture<UUID> registered;
        try (Handle handle = jdbi.open()) {
            handle.begin();
            docket.incidents().take(handle, List.of(incident));
            registered = CompletableFuture.supplyAsync(() -> register(facts(officer, null)));
            eventually().until(this::someoneWaitsForALock);
            handle.commit();
        }

        assertThat(facts(registered.join()).incident()).isEqualTo(incident.reference());
    }

    /** Who matches a recording has looked already when another incident comes: it has to be looked at once more. */
    @Test
    void anIncidentThatComesWhileARecordingIsMatchedIsNotMissed() {
        String officer = officer();
        UUID id = register(facts(officer, null));
        tell(List.of(officer), FROM, UNTIL, null);
        jdbi.useTransaction(handle -> handle.execute("insert into match_due values (?)", id));
        CompletableFuture<Void> matched;
        try (Handle handle = jdbi.open()) {
            handle.begin();
            assertThat(docket.catalogue().takeMatchDue(handle, id)).isTrue();
            Recording recording = docket.catalogue().findForUpdate(handle, id).orElseThrow();
            docket.catalogue().matchIsLookedFor(handle, id);
            docket.matching().matchAgain(handle, recording, "docket", null);
            docket.catalogue().matchIsLookedFor(handle, id);

            tell(List.of(officer), FROM, UNTIL.plusSeconds(1), null);
            matched = CompletableFuture.runAsync(() -> docket.matching().matchDue());
            eventually().until(this::someoneWaitsForALock);
            handle.commit();
        }
        matched.join();

        assertThat(facts(id).match().candidates()).isEqualTo(2);
        assertThat(due()).isZero();
    }

    @Test
    void recordingsThatCannotBeMatchedDoNotKeepTheOthers() {
        String officer = officer();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            ids.add(register(facts(officer, null)));
        }
        ids.sort(Comparator.comparing(UUID::toString));
        UUID last = ids.remove(8);
        // Their first act stands in the ledger already: a second one is refused.
        ids.forEach(id -> jdbi.useHandle(handle ->
                handle.execute("insert into ledger_entry values (?, 1, now(), 'a', 'b', 'c', '{}', 'd', 'e')", id)));
        String incident = tell(List.of(officer), FROM, UNTIL, null);

        docket.matching().matchDue();

        assertThat(facts(last).incident()).isEqualTo(incident);
        assertThat(due()).isEqualTo(8);
        jdbi.useHandle(handle -> handle.execute("delete from match_due"));
    }

    @Test
    void twoHubsMatchEachRecordingOnce() {
        Docket other = TestDocket.over(database, Map.of());
        String officer = officer();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add(register(facts(officer, null)));
        }
        String incident = tell(List.of(officer), FROM, UNTIL, null);

        CompletableFuture<Void> one =
                CompletableFuture.runAsync(() -> docket.matching().matchDue());
        CompletableFuture<Void> two =
                CompletableFuture.runAsync(() -> other.matching().matchDue());
        one.join();
        two.join();
        docket.matching().matchDue();

        assertThat(ids).allSatisfy(id -> {
            assertThat(facts(id).incident()).isEqualTo(incident);
            assertThat(acts(id)).containsExactly("matched", "classified-again");
        });
        assertThat(due()).isZero();
        other.close();
    }

    // --- What these tests are made of ---

    private Facts facts(@Nullable String officer, @Nullable Location place) {
        return facts(officer, place, UNTIL, RecordedTime.Source.SIDECAR);
    }

    private static Facts facts(
            @Nullable String officer, @Nullable Location place, @Nullable Instant until, RecordedTime.Source source) {
        return facts(officer, place, new RecordedTime(FROM, source), until);
    }

    private static Facts facts(String officer, Instant from, Instant until) {
        return facts(officer, null, new RecordedTime(from, RecordedTime.Source.SIDECAR), until);
    }

    private static Facts facts(
            @Nullable String officer, @Nullable Location place, RecordedTime recorded, @Nullable Instant until) {
        return new Facts(
                "brixton-dock-1",
                "Brixton",
                "Lambeth",
                NUMBER.incrementAndGet() + ".mp4",
                4_711,
                FROM.plusSeconds(20_000),
                recorded,
                until,
                null,
                officer == null ? null : new Officer(officer, null, null, null),
                null,
                null,
                List.of(),
                place,
                null,
                Media.unreadable("video/mp4"),
                List.of(),
                List.of(),
                null);
    }

    /** Does with a recording what its registration does. */
    private UUID register(Facts facts) {
        UUID id = UUID.randomUUID();
        jdbi.useTransaction(handle -> {
            Recordings.receive(handle, docket.catalogue(), Recordings.unretained(id, facts));
            Facts completed =
                    docket.matching().complete(handle, Map.of(id, facts)).get(id);
            docket.catalogue().deposited(handle, List.of(Recordings.unretained(id, completed)));
        });
        return id;
    }

    private String tell(List<String> officers, Instant from, @Nullable Instant to, @Nullable Location place) {
        Incident incident = incident(officers, from, to, place, FROM);
        docket.incidents().take(List.of(incident));
        return incident.reference();
    }

    private void change(
            String reference, List<String> officers, Instant from, @Nullable Instant to, @Nullable Location place) {
        docket.incidents()
                .take(List.of(new Incident(
                        reference, "burglary", officers, from, to, place, "urn:test", FROM.plusSeconds(60))));
    }

    private static Incident incident(
            List<String> officers, Instant from, @Nullable Instant to, @Nullable Location place, Instant saidAt) {
        try {
            return Incident.of(
                    "CAD-" + NUMBER.incrementAndGet(), "burglary", officers, from, to, place, "urn:test", saidAt);
        } catch (Incident.Wrong e) {
            throw new IllegalArgumentException(e);
        }
    }

    private IncidentWord.Answer settle(UUID id, @Nullable String incident) {
        return docket.incidentWord().settle(new IncidentWord.Word(id, incident, "DS Achebe", "seen on the footage"));
    }

    private Facts facts(UUID id) {
        return docket.catalogue().find(id).orElseThrow().facts();
    }

    private List<String> candidates(UUID id) {
        return docket.candidates().of(id).stream().map(Candidate::reference).toList();
    }

    private List<LedgerEntry> history(UUID id) {
        return docket.ledger().history(id);
    }

    private List<String> acts(UUID id) {
        return history(id).stream().map(LedgerEntry::act).toList();
    }

    private int notices(UUID id) {
        return number("select count(*) from notice where message like '%" + id + "%incident-ambiguous%'"
                + " or message like '%incident-ambiguous%" + id + "%'");
    }

    private int due() {
        return number("select count(*) from match_due");
    }

    private int unspread() {
        return number("select count(*) from incident where spread_at is null");
    }

    private long position(String reference) {
        return jdbi.withHandle(handle -> handle.select("select position from incident where reference = ?", reference)
                .mapTo(Long.class)
                .one());
    }

    private boolean someoneWaitsForALock() {
        return number("select count(*) from pg_locks where not granted and database = (select oid from pg_database"
                        + " where datname = current_database()) or (not granted and locktype = 'transactionid')")
                > 0;
    }

    private int number(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(Integer.class).one());
    }
}
