package org.docket.preservation;

import static org.docket.testkit.TestHub.eventually;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.docket.Docket;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.LedgerEntry;
import org.docket.retention.Answer;
import org.docket.retention.PurgePlan;
import org.docket.retention.Speaker;
import org.docket.retention.Word;
import org.docket.testkit.AzureVault;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;

/** A hub over a vault that keeps what it is told to keep, and people who say what they want of its recordings. */
final class KeptHub implements AutoCloseable {
    private static final Speaker SPEAKER =
            new Speaker("DCI Rao", Speaker.As.PERSON, null, Set.of("supervisor", "legal", "professional-standards"));

    private final AtomicInteger dropped = new AtomicInteger();
    private final TestHub hub;

    KeptHub(Path home, AzureVault vault, Map<String, String> settings) throws Exception {
        Map<String, String> all = new TreeMap<>(Map.of(
                "docket.vault.connection", vault.connectionString(),
                "docket.vault.protect.look", "PT0.1S",
                "docket.vault.retrieval.look", "PT0.1S",
                "docket.vault.tries", "1"));
        all.putAll(settings);
        hub = new TestHub(home, all);
    }

    void set(String key, String value) {
        hub.set(key, value);
    }

    /** Legal holds are set and lifted only when a test says so; a timer fires soon after the start however long its period is. */
    void looksOnlyWhenTold() throws Exception {
        hub.hub().context().getRouteController().stopRoute("vault-protect");
    }

    void restart() throws Exception {
        hub.restart();
    }

    Docket docket() {
        return hub.docket();
    }

    Instant now() {
        return hub.clock().instant();
    }

    void advance(Duration time) {
        hub.clock().advance(time);
    }

    /** A recording that is in the vault and neither retained nor held. */
    Recording deposit() throws Exception {
        return hub.deposit("kept-dock", dropped.incrementAndGet());
    }

    void retain(Recording recording) {
        taken(docket().decisions().retain(word(recording, "exhibit of the case")));
    }

    void release(Recording recording) {
        taken(docket().decisions().release(word(recording, "no evidence")));
    }

    void hold(Recording recording, Instant until) {
        taken(docket().holds().place(word(recording, "asked for by the court"), "legal", "T-2026-31", until));
    }

    private static Word word(Recording recording, String reason) {
        return Word.of(recording.id(), SPEAKER, reason);
    }

    private static void taken(Answer answer) {
        if (!(answer instanceof Answer.Taken)) {
            throw new IllegalStateException("not taken: " + answer);
        }
    }

    PurgePlan plan() {
        return docket().purge().plan();
    }

    void purge() {
        hub.hub().context().createProducerTemplate().requestBody("direct:retention-run", (Object) null);
    }

    RecordingState state(Recording recording) {
        return docket().catalogue().find(recording.id()).orElseThrow().state();
    }

    Keeping keeping(Recording recording) {
        return docket().keepings(List.of(recording.id())).get(recording.id());
    }

    List<String> history(Recording recording) {
        return docket().ledger().history(recording.id()).stream()
                .map(LedgerEntry::act)
                .toList();
    }

    /** The notices for people, whether or not the broker has them. */
    List<String> notices() {
        return Jdbi.create(url()).withHandle(handle -> handle.createQuery("select message from notice")
                .mapTo(String.class)
                .list());
    }

    /** Another hub over the same database and the same vault. */
    Keeper keeper(Map<String, String> settings) {
        return new Keeper(docket(), url(), settings);
    }

    private String url() {
        return hub.settings().all().get("docket.database.url").toString();
    }

    void awaitAct(Recording recording, String act) {
        eventually().until(() -> history(recording).contains(act));
    }

    long figure(String attribute) throws Exception {
        return ((Number) ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(new ObjectName("org.docket:type=Vault"), attribute))
                .longValue();
    }

    @Override
    public void close() {
        hub.close();
    }
}
