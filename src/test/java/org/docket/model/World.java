package org.docket.model;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.classify.InForce;
import org.docket.classify.RulebookFiles;
import org.docket.classify.Rulebooks;
import org.docket.configuration.Settings;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.retention.Outcome;
import org.docket.retention.PurgeRuns;
import org.docket.retention.Word;
import org.docket.testkit.TestParts;
import org.jspecify.annotations.Nullable;

/** The product: a hub over real parts that can die at any moment and is then started again over the same database, vault and home. */
final class World implements AutoCloseable {
    /** What became of what was asked. */
    enum Answer {
        TAKEN,
        ALREADY_SO,
        WAITING,
        REFUSED
    }

    private static final String DOCK = "model-dock";

    private final Path home;
    private final Settings settings;
    private final Parts parts;
    private final Parts fused;
    private final Fuse fuse = new Fuse();
    private final FusedDatabase database;
    private final Standing clock;
    private final Rows rows;
    private Docket docket;
    private boolean stopped;
    private final Stages stages;

    /** A clock that stands still until it is moved. */
    private static final class Standing extends Clock {
        private Instant now;

        Standing(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only instants are asked for");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /**
     * A hub with an empty catalogue.
     *
     * @param home an empty folder
     * @param vault connection string of an empty storage account
     * @param deleting is given what is sent to the vault that may delete something
     */
    World(Path home, String vault, Book book, Instant now, Consumer<String> deleting) throws Exception {
        this.home = home;
        this.clock = new Standing(now);
        Files.createDirectories(home.resolve("docks").resolve(DOCK));
        write(book);
        write(
                "casework.yaml",
                "systems:\n  - {id: cms, title: Case management system, may: [answer, decide, hold, outcome], recordings: all}\n");
        write("authorities.yaml", Person.yaml());
        Map<String, String> overrides = new TreeMap<>(Map.of(
                "docket.home",
                home.toString(),
                "docket.database.url",
                quick(TestParts.newDatabase()),
                "docket.vault.connection",
                vault,
                "docket.vault.tries",
                "1",
                // Several batches in most runs.
                "docket.retention.purge.batch",
                "3",
                // Its heartbeat would come at moments of its own.
                "docket.intake.lease",
                "PT24H"));
        // The hub has a clock of its own; and what is looked at once need not be again.
        List.of("clocks", "ledger", "listing.age")
                .forEach(brake -> overrides.put("docket.retention.brake." + brake, "P36500D"));
        this.settings = Settings.load(
                Path.of("").toAbsolutePath(), home.resolve("config"), Map.of(), overrides, Docket.CONFIGURATION);
        this.parts = Parts.open(settings, Role.OWNER);
        this.rows = new Rows(parts.database());
        this.database = new FusedDatabase((HikariDataSource) parts.database(), fuse);
        this.fused = Parts.of(database.source(), FusedVault.over(parts.vault(), fuse, database::isFree, deleting));
        this.docket = wired();
        docket.reconciliation().run();
        Path routes = Files.createDirectories(home.resolve("routes"));
        this.stages = new Stages(docket, routes);
    }

    /** The server outlives every hub of this test, so nothing is lost by not waiting for the disk. */
    private static String quick(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("do $$ begin execute format('alter database %I set synchronous_commit = off',"
                    + " current_database()); end $$");
        }
        return url;
    }

    private Docket wired() {
        Docket wired = new Docket(settings, fused, clock, new MBeans());
        wired.takingUp().begin();
        wired.vault().prepare();
        return wired;
    }

    /** The hub that died is started again. */
    void revive() throws SQLException {
        docket.close();
        database.cutOff();
        fuse.renew();
        docket = wired();
        stages.bind(docket);
        lookWhetherStopped();
    }

    Fuse fuse() {
        return fuse;
    }

    Rows rows() {
        return rows;
    }

    Docket docket() {
        return docket;
    }

    Instant now() {
        return clock.instant();
    }

    void advance(Instant to) {
        clock.now = to;
    }

    /** A dock puts a recording into its folder, with its sidecar, and marks it as whole. */
    Path present(Step.Arrive arrival) throws IOException {
        Path source = home.resolve("docks").resolve(DOCK).resolve("clip-" + arrival.number() + ".mp4");
        StringBuilder sidecar = new StringBuilder("{\"camera\": {\"serial\": \"X-").append(arrival.number());
        sidecar.append("\"}");
        if (arrival.recorded() != null) {
            sidecar.append(", \"startedAt\": \"").append(arrival.recorded()).append('"');
        }
        if (!arrival.tag().isEmpty()) {
            sidecar.append(", \"tags\": [\"").append(arrival.tag()).append("\"]");
        }
        if (!arrival.officer().isEmpty()) {
            sidecar.append(", \"officer\": {\"id\": \"")
                    .append(arrival.officer())
                    .append("\"}");
        }
        if (arrival.saysRetain()) {
            sidecar.append(", \"decision\": \"retain\"");
        }
        Files.writeString(beside(source, ".json"), sidecar.append('}').toString());
        Files.writeString(source, arrival.content());
        Files.createFile(source.resolveSibling(source.getFileName() + ".done"));
        return source;
    }

    private static Path beside(Path source, String extension) {
        String name = String.valueOf(source.getFileName());
        return source.resolveSibling(name.substring(0, name.lastIndexOf('.')) + extension);
    }

    private static Path receipt(Path source) {
        return source.resolveSibling(source.getFileName() + ".receipt.json");
    }

    /** The hub takes it in, up to the receipt. */
    void take(Path source) throws Exception {
        stages.take(source);
    }

    boolean isReceipted(Path source) {
        return Files.exists(receipt(source));
    }

    /** The dock erases it, since it has the receipt. */
    void erase(Path source) throws IOException {
        Files.delete(source);
        Files.delete(beside(source, ".json"));
        Files.delete(source.resolveSibling(source.getFileName() + ".done"));
        Files.delete(receipt(source));
    }

    void purge() throws Exception {
        stages.purge();
        lookWhetherStopped();
    }

    Answer retain(UUID id, String by) {
        return answer(docket.decisions().retain(word(id, by)));
    }

    Answer release(UUID id, String by) {
        return answer(docket.decisions().release(word(id, by)));
    }

    Answer askEarly(UUID id, String by) {
        return answer(docket.decisions().deleteEarly(word(id, by)));
    }

    Answer approve(UUID id, String by) {
        return answer(docket.decisions().approve(word(id, by)));
    }

    Answer object(UUID id, String by) {
        return answer(docket.decisions().keep(word(id, by)));
    }

    Answer recategorise(UUID id, String by, String category) {
        return answer(docket.decisions().recategorise(word(id, by), List.of(category)));
    }

    Answer tell(UUID id, String by, Case.Told told) {
        Word word = new Word(id, docket.authorities().person(by), "the court", told.reference(), null);
        Outcome outcome = new Outcome(told.kind(), told.day(), told.until(), told.custody(), null, null);
        return answer(docket.outcomes().take(word, outcome));
    }

    Answer hold(UUID id, String by, String reference, @Nullable Instant until) {
        return answer(docket.holds().place(word(id, by), "legal", reference, until));
    }

    Answer lift(UUID id, String by, String reference) {
        return answer(docket.holds().lift(word(id, by), "legal", reference));
    }

    /** Whether a run waits for a person. */
    boolean isStopped() {
        return stopped;
    }

    private void lookWhetherStopped() {
        stopped = rows.isStopped();
    }

    /** Lets the run go on that waits for a person; false if none does. */
    boolean letGo(String by) {
        PurgeRuns runs = docket.purge().runs();
        boolean released = runs.standing()
                .map(run -> runs.release(run.id(), by, "that is meant to go", now()))
                .isPresent();
        lookWhetherStopped();
        return released;
    }

    private Word word(UUID id, String by) {
        return Word.of(id, docket.authorities().person(by), "as the case asks");
    }

    private static Answer answer(org.docket.retention.Answer answer) {
        if (answer instanceof org.docket.retention.Answer.Taken) {
            return Answer.TAKEN;
        } else if (answer instanceof org.docket.retention.Answer.Waiting) {
            return Answer.WAITING;
        }
        return answer instanceof org.docket.retention.Answer.Refused ? Answer.REFUSED : Answer.ALREADY_SO;
    }

    /** Puts that rulebook into the files. */
    void write(Book book) throws IOException {
        write("classification.yaml", book.classification());
        write("retention.yaml", book.retention());
    }

    private void write(String name, String text) throws IOException {
        Path folder = Files.createDirectories(home.resolve("config"));
        Path written = Files.writeString(folder.resolve(name + ".new"), text);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void look() {
        docket.takingUp().look();
    }

    /** The time between two looks, doubled: then every hub knows, and a pass begins. */
    Duration untilAllKnow() {
        return Duration.ofSeconds(20);
    }

    /** Whether what stands in the files is in force. */
    boolean isInForce() {
        String inForce = docket.rulebooks().inForce().map(InForce::version).orElse("");
        return inForce.equals(new RulebookFiles(settings::file).read().version());
    }

    boolean accept() {
        String version = new RulebookFiles(settings::file).read().version();
        return docket.rulebooks().accept(version, "DCI Okafor", "the new schedule")
                instanceof Rulebooks.Accepting.Accepted;
    }

    /** The real vault, as nobody disturbs it. */
    BlobServiceClient vault() {
        return parts.vault();
    }

    BlobContainerClient recordings() {
        return parts.vault().getBlobContainerClient("recordings");
    }

    BlobContainerClient custody() {
        return parts.vault().getBlobContainerClient("custody");
    }

    @Override
    public void close() {
        fuse.renew();
        stages.close();
        docket.close();
        parts.close();
    }
}
