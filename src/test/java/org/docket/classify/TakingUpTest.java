package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Rulebooks.Accepting;
import org.docket.classify.Rulebooks.Putting;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.Settings;
import org.docket.custody.Ledger;
import org.docket.monitoring.MBeans;
import org.docket.retention.Decisions;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A changed policy comes into force by itself only where it can do no harm. */
class TakingUpTest {
    private static final String WHO = "DCI Okafor";
    private static final String WHY = "schedule of 2027";

    private final Path home;

    TakingUpTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void takesUpWhatKeepsLongerAndAppraisesTheRecordingsThereAre() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording rest = hub.deposit("a.mp4");
            Recording lasting = hub.deposit("long-b.mp4");
            String before = hub.inForce().version();
            assertThat(rest.dueAt()).isEqualTo(after(rest, 31));

            hub.write("retention.yaml", PolicyHub.retention("P60D"));
            hub.awaitTakenUp();

            assertThat(hub.inForce().version()).isNotEqualTo(before).isEqualTo(hub.filed());
            assertThat(hub.now(rest)).isEqualTo(withDue(rest, after(rest, 60)));
            assertThat(hub.now(lasting)).isEqualTo(lasting);
            assertThat(hub.classifiedAgain(lasting.id())).isEmpty();
            assertThat(hub.classifiedAgain(rest.id())).singleElement().satisfies(entry -> assertThat(entry.authority())
                    .isEqualTo("policy " + rest.policyVersion() + ", rule default; rulebook " + hub.filed()
                            + " came into force"));
            Recording fresh = hub.deposit("c.mp4");
            assertThat(fresh.dueAt()).isEqualTo(after(fresh, 60));
            assertThat(hub.hub().docket().takingUp().waiting()).isEmpty();
            assertThat(hub.notices()).isEmpty();
        }
    }

    @Test
    void movesRecordingsToTheCategoryThatAChangedPolicyGivesThem() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording found = hub.deposit("found.mp4");

            hub.write("classification.yaml", PolicyHub.policy().replace("startsWith(\"proof\")", "contains(\"o\")"));
            hub.awaitTakenUp();

            Recording now = hub.now(found);
            assertThat(now.category()).isEqualTo("proof");
            assertThat(now.retained()).isTrue();
            assertThat(now.policyVersion())
                    .isNotEqualTo(found.policyVersion())
                    .isEqualTo(hub.hub().docket().policy().now().policy().version());
            eventually().until(() -> !hub.hub().docket().outbox().of(found.id()).isEmpty());
        }
    }

    @Test
    void keepsTheOldOneWhenTheNewOneIsWrongAndSaysWhere() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            String before = hub.inForce().version();

            hub.write(
                    "classification.yaml",
                    PolicyHub.policy().replace("camera.make", "camera.mak").replace("startsWith(\"proof\")", "sise()"));
            String reason = hub.awaitRefused();
            hub.awaitLooks();

            assertThat(reason)
                    .contains("classification.yaml:8:18: there is no fact 'mak' in 'camera'")
                    .contains("classification.yaml:12:");
            assertThat(hub.hub().docket().takingUp().waiting()).isEqualTo(reason);
            assertThat(hub.inForce().version()).isEqualTo(before);
            assertThat(hub.deposit("long-a.mp4").category()).isEqualTo("lasting");
            assertThat(hub.notices()).containsExactly(reason);

            hub.hub().restart();
            hub.awaitLooks();
            assertThat(hub.hub().docket().takingUp().waiting()).isEqualTo(reason);
            assertThat(hub.notices()).hasSize(1);

            hub.write("classification.yaml", PolicyHub.policy());
            eventually().until(() -> hub.hub().docket().takingUp().waiting().isEmpty());
            assertThat(hub.hub().docket().rulebooks().refused()).isEmpty();
        }
    }

    @Test
    void doesNotStartOnANewDatabaseWithAWrongPolicy() throws Exception {
        PolicyHub.write(home.resolve("config"), "classification.yaml", "default: rest\nrules: none\n");

        assertThatThrownBy(() -> new TestHub(home, Map.of()).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("classification.yaml:2:8: ");
    }

    @Test
    void bringsNoDateForwardUntilExactlyThatIsAccepted() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording rest = hub.deposit("a.mp4");
            Recording lasting = hub.deposit("long-b.mp4");
            Rulebooks rulebooks = hub.hub().docket().rulebooks();
            String before = hub.inForce().version();

            hub.write("retention.yaml", PolicyHub.retention("P10D"));
            String reason = hub.awaitRefused();
            hub.awaitLooks();

            assertThat(reason)
                    .contains("rulebook " + hub.filed()
                            + " waits to be accepted: 1 recording would become due earlier, 0 of")
                    .contains(rest.id() + ", " + after(rest, 10) + " instead of " + rest.dueAt());
            assertThat(hub.notices()).containsExactly(reason);
            assertThat(hub.inForce().version()).isEqualTo(before);
            assertThat(hub.now(rest)).isEqualTo(rest);

            String first = hub.filed();
            hub.write("retention.yaml", PolicyHub.retention("P9D"));
            hub.awaitRefused();
            eventually().until(() -> rulebooks.refused(first).isEmpty());
            assertThat(rulebooks.accept(first, WHO, WHY)).isInstanceOf(Accepting.NotPossible.class);
            assertThat(rulebooks.accept(hub.filed(), WHO, WHY)).isInstanceOf(Accepting.Accepted.class);
            hub.awaitTakenUp();

            assertThat(hub.now(rest)).isEqualTo(withDue(rest, after(rest, 9)));
            assertThat(hub.now(lasting)).isEqualTo(lasting);
            assertThat(hub.classifiedAgain(rest.id())).singleElement().satisfies(entry -> assertThat(entry.authority())
                    .endsWith("rulebook " + hub.filed() + " came into force, accepted by " + WHO + ": " + WHY));
            assertThat(rulebooks.accept(hub.filed(), WHO, WHY))
                    .isEqualTo(new Accepting.NotPossible("rulebook " + hub.filed() + " is in force already"));
        }
    }

    @Test
    void waitsOnAfterARestartAndTakesUpWhatWasAcceptedInBetween() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording rest = hub.deposit("a.mp4");
            hub.write("retention.yaml", PolicyHub.retention("P10D"));
            hub.awaitRefused();
            hub.hub().restart();
            hub.awaitLooks();
            assertThat(hub.now(rest)).isEqualTo(rest);
            assertThat(hub.notices()).hasSize(1);
            assertThat(hub.hub().docket().takingUp().waiting()).contains("waits to be accepted");

            hub.hub().close();
            assertThat(new Rulebooks(hub.jdbi(), hub.hub().clock()).accept(hub.filed(), WHO, WHY))
                    .isInstanceOf(Accepting.Accepted.class);
            hub.hub().restart();
            hub.awaitTakenUp();

            assertThat(hub.now(rest).dueAt()).isEqualTo(after(rest, 10));
        }
    }

    @Test
    void startsWithWhatWasInForceWhateverStandsInTheFiles() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            String before = hub.inForce().version();
            hub.write("classification.yaml", "rules: wrong\n");

            hub.hub().restart();

            assertThat(hub.inForce().version()).isEqualTo(before);
            assertThat(hub.deposit("long-a.mp4").category()).isEqualTo("lasting");
        }
    }

    @Test
    void neverTakesBackWhatAPersonDecidedNorLetsGoOfWhatIsRetained() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording proof = hub.deposit("proof-a.mp4");
            Recording released = hub.deposit("proof-b.mp4");
            Recording kept = hub.deposit("c.mp4");
            Recording rest = hub.deposit("d.mp4");
            decide(hub, released, Decisions.Kind.RELEASE);
            decide(hub, kept, Decisions.Kind.RETAIN);
            Instant promised = hub.now(released).dueAt();

            hub.write("retention.yaml", PolicyHub.retention("P1D", "P90D", "P2D"));
            hub.awaitRefused();
            hub.hub().docket().rulebooks().accept(hub.filed(), WHO, WHY);
            hub.awaitTakenUp();

            assertThat(hub.now(rest).dueAt()).isEqualTo(after(rest, 1));
            assertThat(hub.now(proof).retained()).isTrue();
            assertThat(hub.now(kept).retained()).isTrue();
            assertThat(hub.now(released).retained()).isFalse();
            assertThat(hub.now(released).dueAt()).isEqualTo(promised);

            hub.write("retention.yaml", PolicyHub.retention("P1D", "P90D", "until-review, review: P1M"));
            hub.awaitTakenUp();
            assertThat(hub.now(released).retained()).isFalse();
            assertThat(hub.now(released).dueAt()).isEqualTo(promised);
        }
    }

    @Test
    void leavesALaterDateAloneThatAChangeHasNothingToDoWith() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording rest = hub.deposit("a.mp4");
            Instant later = after(rest, 400);
            hub.jdbi()
                    .useHandle(
                            handle -> handle.execute("update recording set due_at = ? where id = ?", later, rest.id()));

            hub.write("classification.yaml", PolicyHub.policy() + "# said in other words\n");
            hub.awaitTakenUp();

            assertThat(hub.now(rest).dueAt()).isEqualTo(later);
            assertThat(hub.inForce().acceptance()).isNull();
        }
    }

    @Test
    void refusesToDropACategoryThatACaseSystemIsSentAndMovesRecordingsOutOfOneThatGoes() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording lasting = hub.deposit("long-a.mp4");
            Recording proof = hub.deposit("proof-b.mp4");

            String without = PolicyHub.policy().replace("category: proof", "category: rest");
            hub.write("classification.yaml", without);
            hub.awaitTakenUp();
            hub.write("retention.yaml", PolicyHub.retention("P31D").replaceAll("(?m)^  proof: .*\n", ""));
            assertThat(hub.awaitRefused()).contains("casework.yaml sends recordings of the category proof to cms");

            hub.write("retention.yaml", PolicyHub.retention("P31D").replaceAll("(?m)^  lasting: .*\n", ""));
            hub.write("classification.yaml", without.replace("category: lasting", "category: proof"));
            hub.awaitTakenUp();

            assertThat(hub.now(lasting).category()).isEqualTo("proof");
            assertThat(hub.now(lasting).retained()).isTrue();
            assertThat(hub.now(proof).category()).isEqualTo("rest");
            assertThat(hub.now(proof).retained()).isTrue();
        }
    }

    @Test
    void carriesOnAPassThatWasCutShortAndUndoesAPageThatFailed() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            List<Recording> recordings = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                recordings.add(hub.deposit(i + ".mp4"));
            }
            InForce now = putInForce(hub, PolicyHub.retention("P60D"));
            Jdbi jdbi = hub.jdbi();
            UUID failing = recordings.get(5).id();
            jdbi.useHandle(handle -> handle.execute("create function fail() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'the disk is full'; end $$;"
                    + " create trigger fail before update on recording for each row when (new.id = '" + failing
                    + "') execute function fail()"));

            AtomicInteger pages = new AtomicInteger();
            assertThatThrownBy(() -> pass(hub).run(now, rulebook(hub), () -> pages.incrementAndGet() > 1))
                    .isInstanceOf(CancellationException.class);
            assertThat(changed(hub, recordings)).isEqualTo(2);
            assertThatThrownBy(() -> pass(hub).run(hub.inForce(), rulebook(hub), () -> false))
                    .hasMessageContaining("the disk is full");
            assertThat(changed(hub, recordings)).isEqualTo(4);
            assertThat(hub.inForce().appraisedAt()).isNull();
            assertThat(hub.inForce().appraisedTo()).isEqualTo(recordings.get(3).id());
            jdbi.useHandle(handle -> handle.execute("drop trigger fail on recording"));
            pass(hub).run(hub.inForce(), rulebook(hub), () -> false);

            assertThat(changed(hub, recordings)).isEqualTo(7);
            assertThat(hub.inForce().appraisedAt()).isNotNull();
            assertThat(hub.inForce().changed()).isEqualTo(7);
            assertThat(recordings).allSatisfy(recording -> assertThat(hub.classifiedAgain(recording.id()))
                    .hasSize(1));
            assertThat(hub.hub().docket().ledgerVerifier().verify(null).findings())
                    .isEmpty();
        }
    }

    @Test
    void doesNotDisposeOfWhatIsKeptLongerBeforeThePassHasReachedIt() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            Recording longer = hub.deposit("a.mp4");
            Recording proof = hub.deposit("found.mp4");
            hub.hub().clock().advance(Duration.ofDays(32));
            hub.write("classification.yaml", PolicyHub.policy().replace("startsWith(\"proof\")", "contains(\"o\")"));
            putInForce(hub, PolicyHub.retention("P60D"));

            assertThat(hub.hub().docket().purge().begin()).contains(longer.id(), proof.id());
            assertThat(hub.hub().docket().purge().condemn(longer.id())).isNull();
            assertThat(hub.hub().docket().purge().condemn(proof.id())).isNull();

            assertThat(hub.now(longer).state()).isEqualTo(RecordingState.DEPOSITED);
            assertThat(hub.now(longer).dueAt()).isEqualTo(after(longer, 60));
            assertThat(hub.now(proof).retained()).isTrue();
            assertThat(hub.hub().docket().purge().plan().due()).isEmpty();
            assertThat(hub.classifiedAgain(longer.id())).singleElement().satisfies(entry -> assertThat(
                            entry.authority())
                    .endsWith("looked at again before its disposal, by rulebook " + hub.filed()));
            hub.hub().clock().advance(Duration.ofDays(30));
            assertThat(hub.hub().docket().purge().condemn(longer.id())).isNotNull();
        }
    }

    @Test
    void followsAnotherHubAndDoesNotBringBackItsOwnOldFiles(@TempDir Path otherHome) throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Path files = otherHome.resolve("config");
            PolicyHub.write(files, "classification.yaml", PolicyHub.policy());
            PolicyHub.write(files, "retention.yaml", PolicyHub.retention("P31D"));
            PolicyHub.write(files, "casework.yaml", "systems: []\n");
            String first = hub.inForce().version();
            try (Docket other = another(hub, otherHome)) {
                other.takingUp().begin();
                hub.write("retention.yaml", PolicyHub.retention("P60D"));
                hub.awaitTakenUp();
                lookUntil(other, () -> other.takingUp().waiting().startsWith("rulebook " + first));
                assertThat(other.policy().now().version()).isEqualTo(hub.filed());
            }
            try (Docket other = another(hub, otherHome)) {
                other.takingUp().begin();
                lookUntil(other, () -> other.takingUp().waiting().startsWith("rulebook " + first));
                assertThat(hub.inForce().version()).isEqualTo(hub.filed());

                PolicyHub.write(files, "retention.yaml", PolicyHub.retention("P70D"));
                String changed = new RulebookFiles(other.settings()::file).version();
                lookUntil(other, () -> hub.inForce().version().equals(changed));
                eventually()
                        .until(() -> hub.hub().docket().policy().now().version().equals(changed));
            }
        }
    }

    /** Another hub on the same database, with files of its own and without routes: its looks are the test's doing. */
    private static Docket another(PolicyHub hub, Path home) {
        Map<String, String> overrides = new TreeMap<>(hub.hub().settings().all());
        overrides.put("docket.home", home.toString());
        Settings settings = Settings.load(
                hub.hub().settings().install(), home.resolve("config"), Map.of(), overrides, Docket.CONFIGURATION);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(overrides.get("docket.database.url"));
        return new Docket(
                settings,
                Parts.of(database, hub.hub().docket().vault().client()),
                hub.hub().clock(),
                new MBeans());
    }

    private static void lookUntil(Docket hub, Callable<Boolean> end) {
        eventually().until(() -> {
            hub.takingUp().look();
            return end.call();
        });
    }

    private static Instant after(Recording recording, int days) {
        return recording
                .receivedAt()
                .atZone(ZoneId.of("Europe/London"))
                .plusDays(days)
                .toInstant();
    }

    private static Recording withDue(Recording recording, Instant due) {
        return new Recording(
                recording.id(),
                recording.state(),
                recording.dock(),
                recording.name(),
                recording.bytes(),
                recording.sha256(),
                recording.category(),
                recording.categoryRule(),
                recording.policyVersion(),
                false,
                due,
                null,
                recording.receivedAt(),
                recording.depositedAt(),
                null,
                null,
                recording.blob(),
                recording.duplicates(),
                recording.facts(),
                recording.decided(),
                recording.countedFrom());
    }

    private static void decide(PolicyHub hub, Recording recording, Decisions.Kind kind) {
        assertThat(hub.hub()
                        .docket()
                        .decisions()
                        .decide(new Decisions.Decision(recording.id(), kind, "PC 1", "so", null)))
                .isInstanceOf(Decisions.Answer.Taken.class);
    }

    /** As another hub does: this one does not know of it yet. */
    private static InForce putInForce(PolicyHub hub, String retention) throws Exception {
        hub.write("retention.yaml", retention);
        Rulebooks rulebooks = new Rulebooks(hub.jdbi(), hub.hub().clock());
        Putting putting = rulebooks.put(rulebook(hub), hub.inForce(), null);
        assertThat(putting).isInstanceOf(Putting.Done.class);
        return hub.inForce();
    }

    private static Rulebook rulebook(PolicyHub hub) {
        return new RulebookFiles(hub.hub().settings()::file).read();
    }

    private static AppraisalPass pass(PolicyHub hub) {
        Jdbi jdbi = hub.jdbi();
        Catalogue catalogue = new Catalogue(jdbi);
        return new AppraisalPass(
                jdbi,
                catalogue,
                hub.hub().docket().reappraisal(),
                new Rulebooks(jdbi, hub.hub().clock()),
                2);
    }

    private static long changed(PolicyHub hub, List<Recording> recordings) {
        Ledger ledger = hub.hub().docket().ledger();
        return recordings.stream()
                .filter(recording -> !hub.now(recording).equals(recording)
                        && ledger.history(recording.id()).stream()
                                .anyMatch(entry -> entry.act().equals(Reappraisal.CLASSIFIED_AGAIN)))
                .count();
    }
}
