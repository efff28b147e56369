package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.docket.monitoring.Notices;
import org.docket.retention.Answer;
import org.docket.retention.Condemned;
import org.docket.retention.Purge;
import org.docket.retention.PurgeBatch;
import org.docket.retention.PurgeRun;
import org.docket.retention.Word;
import org.docket.testkit.Disposals;
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
            assertThat(rulebooks.accept(hub.filed(), WHO, WHY)).isEqualTo(new Accepting.AlreadyForPurge());
        }
    }

    @Test
    void loosensNoRuleUntilExactlyThatIsAcceptedEvenIfNoDateMoves() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            hub.deposit("proof-a.mp4");
            String before = hub.inForce().version();

            hub.write(
                    "retention.yaml",
                    PolicyHub.retention("P31D")
                            .replace(
                                    "release: {keep: P31D}",
                                    "release: {keep: P31D}, delete-early: {cooling-off: P1D}"));
            String reason = hub.awaitRefused();

            assertThat(reason)
                    .endsWith("waits to be accepted: an approved early deletion is waiting for P1D instead of P7D");
            assertThat(hub.inForce().version()).isEqualTo(before);
            hub.hub().docket().rulebooks().accept(hub.filed(), WHO, WHY);
            hub.awaitTakenUp();
        }
    }

    @Test
    void givesNoRecordingACategoryThatProtectsItLessUntilThatIsAccepted() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            String looser = "lasting: {title: Lasting, early-deletion: {ask: officer}, ";
            hub.write("retention.yaml", PolicyHub.retention("P31D").replace("lasting: {title: Lasting, ", looser));
            hub.awaitRefused();
            hub.hub().docket().rulebooks().accept(hub.filed(), WHO, WHY);
            hub.awaitTakenUp();
            Recording rest = hub.deposit("a.mp4");

            hub.write("classification.yaml", PolicyHub.policy().replace("default: rest", "default: lasting"));

            assertThat(hub.awaitRefused())
                    .endsWith("1 recording would have a shorter minimum or a looser rule for early deletion; such as "
                            + rest.id());
            assertThat(hub.now(rest).category()).isEqualTo("rest");
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
            release(hub, released);
            retain(hub, kept);
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
    void leavesALaterDateAloneWhenAnAcceptedChangeBringsOthersForward() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            Recording rest = hub.deposit("a.mp4");
            Recording learntLate = hub.deposit("b.mp4");
            Instant later = after(learntLate, 400);
            hub.jdbi()
                    .useHandle(handle ->
                            handle.execute("update recording set due_at = ? where id = ?", later, learntLate.id()));

            hub.write("retention.yaml", PolicyHub.retention("P10D"));
            assertThat(hub.awaitRefused()).contains("1 recording would become due earlier");
            hub.hub().docket().rulebooks().accept(hub.filed(), WHO, WHY);
            hub.awaitTakenUp();

            assertThat(hub.now(rest).dueAt()).isEqualTo(after(rest, 10));
            assertThat(hub.now(learntLate).dueAt()).isEqualTo(later);
        }
    }

    @Test
    void hasAnAcceptanceGivenAgainWhenAnotherRulebookCameIntoForceInTheMeantime() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            Recording rest = hub.deposit("a.mp4");
            Rulebooks rulebooks = hub.hub().docket().rulebooks();
            TakingUp looking = takingUp(hub, new RulebookFiles(hub.hub().settings()::file));
            looking.begin();
            hub.write("retention.yaml", PolicyHub.retention("P10D"));
            lookUntil(looking, () -> rulebooks.refused(hub.filed()).isPresent());
            assertThat(rulebooks.accept(hub.filed(), WHO, WHY)).isInstanceOf(Accepting.Accepted.class);

            InForce longer = putFromElsewhere(hub, PolicyHub.retention("P60D"));
            lookUntil(looking, () -> hub.inForce().appraisedAt() != null);

            assertThat(hub.inForce().version()).isEqualTo(longer.version());
            assertThat(hub.now(rest).dueAt()).isEqualTo(after(rest, 60));
            Refused again = rulebooks.refused(hub.filed()).orElseThrow();
            assertThat(again.acceptance()).isNull();
            assertThat(again.reason())
                    .contains("instead of " + after(rest, 60))
                    .endsWith("it was accepted when another rulebook than " + longer.version() + " was in force");
            assertThat(hub.notices()).hasSize(2);

            putFromElsewhere(hub, PolicyHub.retention("P61D"));
            assertThat(rulebooks.accept(hub.filed(), WHO, WHY))
                    .isInstanceOfSatisfying(Accepting.NotPossible.class, not -> assertThat(not.reason())
                            .contains("was compared with one that is not in force any more"));
            lookUntil(looking, () -> hub.inForce().appraisedAt() != null);
            assertThat(rulebooks.accept(hub.filed(), WHO, WHY)).isInstanceOf(Accepting.Accepted.class);
            lookUntil(
                    looking,
                    () -> hub.inForce().version().equals(hub.filed())
                            && hub.inForce().appraisedAt() != null);
            assertThat(hub.now(rest).dueAt()).isEqualTo(after(rest, 10));
        }
    }

    @Test
    void looksAgainWhenAnotherHubWasFaster() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            AtomicBoolean faster = new AtomicBoolean();
            TakingUp looking = takingUp(hub, new RulebookFiles(name -> {
                if (faster.getAndSet(false)) {
                    putFromElsewhere(hub, PolicyHub.retention("P50D"));
                }
                return hub.hub().settings().file(name);
            }));
            looking.begin();
            hub.write("retention.yaml", PolicyHub.retention("P60D"));
            looking.look();
            faster.set(true);

            lookUntil(looking, () -> hub.inForce().version().equals(hub.filed()));

            assertThat(faster).isFalse();
            assertThat(looking.waiting()).isEmpty();
        }
    }

    @Test
    void takesBackAMistakeBeforeThePassIsThrough() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            List<Recording> recordings = deposit(hub, 9);
            Rulebooks rulebooks = hub.hub().docket().rulebooks();
            TakingUp looking = takingUp(hub, new RulebookFiles(hub.hub().settings()::file));
            looking.begin();
            hub.write("retention.yaml", PolicyHub.retention("P10D"));
            lookUntil(looking, () -> rulebooks.refused(hub.filed()).isPresent());
            rulebooks.accept(hub.filed(), WHO, WHY);
            lookUntil(looking, () -> hub.inForce().appraisedTo() != null);
            assertThat(changed(hub, recordings)).isEqualTo(2);

            hub.write("retention.yaml", PolicyHub.retention("P31D"));
            lookUntil(
                    looking,
                    () -> hub.inForce().version().equals(hub.filed())
                            && hub.inForce().appraisedAt() != null);

            assertThat(recordings)
                    .allSatisfy(recording -> assertThat(hub.now(recording)).isEqualTo(recording));
            assertThat(hub.classifiedAgain(recordings.get(0).id())).hasSize(2);
            assertThat(hub.classifiedAgain(recordings.get(8).id())).isEmpty();
        }
    }

    @Test
    void endsAPassWhoseRulebookIsNotInForceAnyMore() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            List<Recording> recordings = deposit(hub, 5);
            InForce now = putInForce(hub, PolicyHub.retention("P60D"));
            Rulebook rulebook = rulebook(hub);

            AppraisalPass.Progress progress = pass(hub).run(now, rulebook, () -> {
                putFromElsewhere(hub, PolicyHub.retention("P70D"));
                return false;
            });

            assertThat(progress).isEqualTo(AppraisalPass.Progress.OVERTAKEN);
            assertThat(changed(hub, recordings)).isEqualTo(2);
            assertThat(hub.inForce().appraisedTo()).isNull();
        }
    }

    @Test
    void bringsNothingForwardWhenTheRulebookBeforeCannotBeRead() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            Recording rest = hub.deposit("a.mp4");
            Recording lasting = hub.deposit("long-b.mp4");
            String before = hub.inForce().version();
            hub.write("retention.yaml", PolicyHub.retention("P10D", "P99D", "until-review, review: P6M"));
            Rulebooks rulebooks = new Rulebooks(hub.jdbi(), hub.hub().clock());
            rulebooks.put(rulebook(hub), hub.inForce(), new Acceptance(WHO, WHY, Instant.EPOCH));
            hub.jdbi()
                    .useHandle(handle ->
                            handle.execute("update rulebook set classification = 'x' where version = ?", before));

            assertThat(pass(hub).run(hub.inForce(), rulebook(hub), () -> false))
                    .isEqualTo(AppraisalPass.Progress.THROUGH);

            assertThat(hub.now(rest)).isEqualTo(rest);
            assertThat(hub.now(lasting).dueAt()).isEqualTo(after(lasting, 99));
        }
    }

    @Test
    void carriesOnAPassThatWasCutShortAndPassesOverWhatCannotBeAppraised() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            List<Recording> recordings = deposit(hub, 7);
            InForce now = putInForce(hub, PolicyHub.retention("P60D"));
            UUID failing = recordings.get(5).id();
            hub.jdbi()
                    .useHandle(handle -> handle.execute("create function fail() returns trigger language plpgsql as"
                            + " $$ begin raise exception 'this row is broken'; end $$;"
                            + " create trigger fail before update on recording for each row when (new.id = '" + failing
                            + "') execute function fail()"));

            assertThat(pass(hub).run(now, rulebook(hub), () -> true)).isEqualTo(AppraisalPass.Progress.PAUSED);
            assertThat(changed(hub, recordings)).isEqualTo(2);
            assertThat(hub.inForce().appraisedTo()).isEqualTo(recordings.get(1).id());
            assertThat(pass(hub).run(hub.inForce(), rulebook(hub), () -> false))
                    .isEqualTo(AppraisalPass.Progress.THROUGH);

            assertThat(changed(hub, recordings)).isEqualTo(6);
            assertThat(hub.now(recordings.get(5))).isEqualTo(recordings.get(5));
            assertThat(hub.inForce().appraisedAt()).isNotNull();
            assertThat(hub.inForce().changed()).isEqualTo(6);
            assertThat(appraisalsFailed(hub)).containsExactly(failing);
            assertThat(hub.hub().docket().ledgerVerifier().verify(null).findings())
                    .isEmpty();
        }
    }

    @Test
    void takesUpAChangeAlthoughTheFactsOfARecordingCannotBeRead() throws Exception {
        try (PolicyHub hub = new PolicyHub(home)) {
            List<Recording> recordings = deposit(hub, 3);
            UUID broken = recordings.get(1).id();
            hub.jdbi().useHandle(handle -> handle.execute("update recording set facts = '[]' where id = ?", broken));

            hub.write("retention.yaml", PolicyHub.retention("P60D"));
            hub.awaitTakenUp();

            assertThat(hub.now(recordings.get(0)).dueAt()).isEqualTo(after(recordings.get(0), 60));
            assertThat(hub.now(recordings.get(2)).dueAt()).isEqualTo(after(recordings.get(2), 60));
            assertThat(appraisalsFailed(hub)).containsExactly(broken);
        }
    }

    @Test
    void decidesByWhatAnotherHubPutIntoForceAMomentAgo() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            Recording proof = hub.deposit("proof-a.mp4");
            putFromElsewhere(
                    hub, PolicyHub.retention("P31D").replace("release: {keep: P31D}", "release: {keep: P80D}"));

            release(hub, proof);

            assertThat(hub.now(proof).dueAt())
                    .isAfter(hub.hub().clock().instant().plus(Duration.ofDays(79)));
        }
    }

    @Test
    void certifiesByTheRulesThatCondemnedWhenAnotherRulebookCameIntoForceSince() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            Recording rest = hub.deposit("a.mp4");
            hub.hub().clock().advance(Duration.ofDays(32));
            Condemned condemned =
                    Disposals.condemn(hub.hub().docket(), rest.id()).orElseThrow();
            putFromElsewhere(hub, PolicyHub.retention("P60D"));
            hub.jdbi().useHandle(hub.hub().docket().policy()::follow);

            assertThat(Disposals.condemn(hub.hub().docket(), rest.id())).contains(condemned);
        }
    }

    @Test
    void condemnsNothingMoreOnceAnotherRulebookIsInForceThanThatOfThePlan() throws Exception {
        try (PolicyHub hub = PolicyHub.looking(home, "PT1H")) {
            Recording rest = hub.deposit("a.mp4");
            hub.hub().clock().advance(Duration.ofDays(32));
            Purge purge = hub.hub().docket().purge();
            Iterator<PurgeBatch> batches = purge.begin();
            PurgeBatch batch = batches.next();
            putFromElsewhere(hub, PolicyHub.retention("P31D", "P95D", "until-review, review: P6M"));

            assertThat(hub.hub().docket().disposal().condemn(batch).recordings())
                    .isEmpty();
            assertThat(batches.hasNext()).isFalse();
            purge.end(batches);

            assertThat(hub.now(rest).state()).isEqualTo(RecordingState.DEPOSITED);
            PurgeRun run = purge.runs().latest().orElseThrow();
            assertThat(run.state()).isEqualTo(PurgeRun.State.DONE);
            assertThat(run.lastFailure()).contains("came into force after the run was planned");
            assertThat(purge.plan().rulebook()).isEqualTo(hub.inForce().version());
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

            assertThat(hub.hub().docket().purge().plan().recordings()).isEqualTo(2);
            assertThat(Disposals.condemn(hub.hub().docket(), longer.id())).isEmpty();
            assertThat(Disposals.condemn(hub.hub().docket(), proof.id())).isEmpty();

            assertThat(hub.now(longer).state()).isEqualTo(RecordingState.DEPOSITED);
            assertThat(hub.now(longer).dueAt()).isEqualTo(after(longer, 60));
            assertThat(hub.now(proof).retained()).isTrue();
            assertThat(hub.hub().docket().purge().plan().isEmpty()).isTrue();
            assertThat(hub.classifiedAgain(longer.id())).singleElement().satisfies(entry -> assertThat(
                            entry.authority())
                    .endsWith("looked at again before its disposal, by rulebook " + hub.filed()));
            hub.hub().clock().advance(Duration.ofDays(30));
            assertThat(Disposals.condemn(hub.hub().docket(), longer.id())).isPresent();
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
        lookUntil(hub.takingUp(), end);
    }

    private static void lookUntil(TakingUp hub, Callable<Boolean> end) {
        eventually().until(() -> {
            hub.look();
            return end.call();
        });
    }

    /** One whose looks are the test's doing, and for whom the time between two is over after each page. */
    private TakingUp takingUp(PolicyHub hub, RulebookFiles files) {
        Jdbi jdbi = hub.jdbi();
        Clock clock = new Hasty(hub.hub().clock());
        Rulebooks rulebooks = new Rulebooks(jdbi, clock);
        Catalogue catalogue = new Catalogue(jdbi);
        Simulation simulation = new Simulation(catalogue, hub.hub().docket().reappraisal(), clock);
        return new TakingUp(
                jdbi,
                files,
                rulebooks,
                new PolicyInForce(rulebooks, files::read),
                new RulebookCheck(hub.hub().docket().caseSystems(), simulation),
                pass(hub),
                new Notices(jdbi, clock),
                home.resolve("looking"),
                new PolicyConfiguration(Duration.ofSeconds(1)),
                clock);
    }

    /** Goes on by ten seconds whenever it is looked at. */
    private static final class Hasty extends Clock {
        private final Clock clock;
        private Duration ahead = Duration.ZERO;

        Hasty(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Instant instant() {
            ahead = ahead.plusSeconds(10);
            return clock.instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("no zone is asked for");
        }
    }

    private static List<Recording> deposit(PolicyHub hub, int number) throws Exception {
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            recordings.add(hub.deposit(i + ".mp4"));
        }
        return recordings;
    }

    /** Which recordings notices say could not be appraised. */
    private static List<UUID> appraisalsFailed(PolicyHub hub) {
        return hub.jdbi().withHandle(handle -> handle.createQuery("select cast(cast(message as jsonb) -> 'data' ->>"
                        + " 'recordingId' as uuid) from notice where message like '%appraisal-failed%'")
                .mapTo(UUID.class)
                .list());
    }

    private static Instant after(Recording recording, int days) {
        return recording
                .receivedAt()
                .atZone(ZoneId.of("Europe/London"))
                .plusDays(days)
                .toInstant();
    }

    private static Recording withDue(Recording recording, Instant due) {
        return recording.change().dates(false, due, null).build();
    }

    private static void retain(PolicyHub hub, Recording recording) {
        assertThat(hub.hub().docket().decisions().retain(word(hub, recording))).isInstanceOf(Answer.Taken.class);
    }

    private static void release(PolicyHub hub, Recording recording) {
        assertThat(hub.hub().docket().decisions().release(word(hub, recording))).isInstanceOf(Answer.Taken.class);
    }

    private static Word word(PolicyHub hub, Recording recording) {
        return Word.of(recording.id(), hub.hub().docket().authorities().person("PC 1"), "so");
    }

    /** As another hub does: this one does not know of it yet. */
    private static InForce putInForce(PolicyHub hub, String retention) throws Exception {
        hub.write("retention.yaml", retention);
        Rulebooks rulebooks = new Rulebooks(hub.jdbi(), hub.hub().clock());
        Putting putting = rulebooks.put(rulebook(hub), hub.inForce(), null);
        assertThat(putting).isInstanceOf(Putting.Done.class);
        return hub.inForce();
    }

    /** Puts it into force without its standing in the files of this hub. */
    private static InForce putFromElsewhere(PolicyHub hub, String retention) {
        Rulebook rulebook = Rulebook.of(
                new RulebookText(PolicyHub.policy(), retention),
                Path.of("classification.yaml"),
                Path.of("retention.yaml"));
        Putting putting = new Rulebooks(hub.jdbi(), hub.hub().clock()).put(rulebook, hub.inForce(), null);
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
                new Notices(jdbi, hub.hub().clock()),
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
