package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.PolicyHub;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run ends early rather than going on with what nobody has looked at, and the next one carries on. */
class InterruptedPurgeTest {
    private static final String CUT = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
            + " and ((cast(classid as bigint) << 32) | cast(objid as bigint)) = 0x646f636b65740003"
            + " and database = (select oid from pg_database where datname = current_database())";

    @TempDir
    private Path home;

    private PolicyHub policy;
    private TestHub hub;
    private Jdbi jdbi;

    @BeforeEach
    void start() throws Exception {
        // A run that was released is for the test to go on with.
        policy =
                new PolicyHub(home, Map.of("docket.retention.purge.batch", "1", "docket.retention.purge.look", "PT1H"));
        hub = policy.hub();
        jdbi = Jdbi.create(hub.settings().all().get("docket.database.url"));
    }

    @AfterEach
    void stop() {
        policy.close();
    }

    @Test
    void condemnsNothingMoreOnceItsTurnWasTakenFromIt() throws Exception {
        List<Recording> due = due("a.mp4", "b.mp4");
        Iterator<PurgeBatch> batches = purge().begin();
        PurgeBatch batch = batches.next();
        cutTheTurn();

        assertThat(hub.docket().disposal().condemn(batch).recordings()).isEmpty();
        assertThat(batches.hasNext()).isFalse();
        purge().end(batches);

        assertThat(due).allMatch(recording -> state(recording) == RecordingState.DEPOSITED);
        run();
        assertThat(due).allMatch(recording -> state(recording) == RecordingState.DISPOSED);
    }

    @Test
    void doesNotEndAReleasedRunThatAnotherHubWentOnWith() throws Exception {
        due("a.mp4", "b.mp4");
        PurgeRun released = stopAndRelease();
        Iterator<PurgeBatch> batches = purge().begin();
        assertThat(batches.hasNext()).isTrue();
        cutTheTurn();
        try (Parts parts = Parts.open(hub.settings(), Role.EITHER);
                Docket other = new Docket(hub.settings(), parts, hub.clock(), new MBeans())) {
            Iterator<PurgeBatch> others = other.purge().begin();
            assertThat(others.hasNext()).isTrue();

            purge().end(batches);

            assertThat(find(released).state()).isEqualTo(PurgeRun.State.RUNNING);
            other.purge().end(others);
            assertThat(find(released).state()).isEqualTo(PurgeRun.State.DONE);
        }
    }

    @Test
    void condemnsNothingWhileARunWaitsForAPerson() throws Exception {
        Recording recording = due("a.mp4").get(0);
        Iterator<PurgeBatch> batches = purge().begin();
        PurgeBatch batch = batches.next();
        PurgePlan other = purge().plan();
        purge().runs().plan(other);
        purge().runs()
                .stopped(
                        other.id(),
                        List.of(new Stop(Stop.Kind.CLOCKS, "apart", "look")),
                        hub.clock().instant());

        assertThat(hub.docket().disposal().condemn(batch).recordings()).isEmpty();
        purge().end(batches);

        assertThat(state(recording)).isEqualTo(RecordingState.DEPOSITED);
    }

    @Test
    void endsWithItsHubAndIsCarriedOn() throws Exception {
        List<Recording> due = due("a.mp4", "b.mp4");
        Iterator<PurgeBatch> batches = purge().begin();
        hub.docket().disposal().condemn(batches.next());

        purge().breakOff();

        assertThat(batches.hasNext()).isFalse();
        purge().end(batches);
        PurgeRun cut = purge().runs().latest().orElseThrow();
        assertThat(cut.state()).isEqualTo(PurgeRun.State.RUNNING);
        run();
        assertThat(due).allMatch(recording -> state(recording) == RecordingState.DISPOSED);
        assertThat(find(cut).lastFailure()).contains("the hub ended before the run did");
    }

    @Test
    void condemnsNoMoreThanItsPlanHas() throws Exception {
        Recording planned = policy.deposit("a.mp4");
        Recording lifted = policy.deposit("b.mp4");
        place(lifted);
        hub.clock().advance(Duration.ofDays(32));
        Iterator<PurgeBatch> batches = purge().begin();
        jdbi.useHandle(handle -> handle.execute("update hold set lifted_at = now()"));

        List<Condemned> condemned = all(batches).stream()
                .flatMap(batch -> hub.docket().disposal().condemn(batch).recordings().stream())
                .collect(Collectors.toList());
        purge().end(batches);

        assertThat(condemned).extracting(Condemned::recordingId).containsExactly(planned.id());
        run();
        assertThat(List.of(state(planned), state(lifted))).containsOnly(RecordingState.DISPOSED);
    }

    @Test
    void condemnsNothingThatNoBrakeHasLookedAt() throws Exception {
        Recording lifted = policy.deposit("b.mp4");
        place(lifted);
        hub.clock().advance(Duration.ofDays(32));
        // Nothing is to be condemned, so no brake but that of the vault is asked.
        Iterator<PurgeBatch> batches = purge().begin();
        jdbi.useHandle(handle -> handle.execute("update hold set lifted_at = now()"));

        assertThat(all(batches))
                .isNotEmpty()
                .allMatch(batch ->
                        hub.docket().disposal().condemn(batch).recordings().isEmpty());
        purge().end(batches);

        assertThat(state(lifted)).isEqualTo(RecordingState.DEPOSITED);
        run();
        assertThat(state(lifted)).isEqualTo(RecordingState.DISPOSED);
    }

    @Test
    void countsWhatIsKeptOnceWhenABatchIsTakenApart() throws Exception {
        Recording held = policy.deposit("a.mp4");
        Recording due = policy.deposit("b.mp4");
        place(held);
        hub.clock().advance(Duration.ofDays(32));
        Iterator<PurgeBatch> batches = purge().begin();
        PurgeBatch batch = new PurgeBatch(batches.next().progress(), List.of(held.id(), due.id()));
        PurgeBatch.OfCondemned condemned = hub.docket().disposal().condemn(batch);
        assertThat(condemned.ids()).containsExactly(due.id());
        purge().failed(batch, "the connection was cut");

        List<PurgeBatch> apart = purge().apart(batch, "the connection was cut");
        assertThat(apart).flatExtracting(PurgeBatch::ids).containsExactly(due.id());
        Disposal disposal = hub.docket().disposal();
        disposal.end(
                disposal.keep(disposal.certify(disposal.confirm(disposal.delete(disposal.condemn(apart.get(0)))))));
        purge().end(batches);

        PurgeRun run = purge().runs().latest().orElseThrow();
        assertThat(run.kept()).containsExactly(Map.entry(Blocked.HELD, 1L));
        assertThat(run.disposed()).isOne();
        assertThat(run.failed())
                .as("but for the one that is held, which did not fail")
                .isOne();
    }

    private Purge purge() {
        return hub.docket().purge();
    }

    private List<Recording> due(String... names) throws Exception {
        for (String name : names) {
            policy.deposit(name);
        }
        hub.clock().advance(Duration.ofDays(32));
        return hub.recordings();
    }

    private void cutTheTurn() {
        List<Boolean> cut = jdbi.withHandle(
                handle -> handle.createQuery(CUT).mapTo(Boolean.class).list());
        assertThat(cut).containsExactly(true);
    }

    private PurgeRun stopAndRelease() {
        PurgePlan plan = purge().plan();
        purge().runs().plan(plan);
        purge().runs()
                .stopped(
                        plan.id(),
                        List.of(new Stop(Stop.Kind.CLOCKS, "apart", "look")),
                        hub.clock().instant());
        return ((PurgeRuns.Released.Taken) purge().runs()
                        .release(
                                plan.id(), "DI Mensah", "looked at", hub.clock().instant()))
                .run();
    }

    private PurgeRun find(PurgeRun run) {
        return purge().runs().find(run.id()).orElseThrow();
    }

    private void place(Recording recording) {
        Word word = Word.of(recording.id(), hub.docket().authorities().person("PS Moore"), "asked for by the court");
        assertThat(hub.docket().holds().place(word, "legal", "REF-1", null)).isInstanceOf(Answer.Taken.class);
    }

    private void run() {
        hub.hub().context().createProducerTemplate().requestBody("direct:retention-run", (Object) null);
    }

    private RecordingState state(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow().state();
    }

    private static List<PurgeBatch> all(Iterator<PurgeBatch> batches) {
        return StreamSupport.stream(((Iterable<PurgeBatch>) () -> batches).spliterator(), false)
                .toList();
    }
}
