package org.docket.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage of every kind, done to what a real hub left behind in good order, is found; and then undone again. */
class CheckerTest {
    private static String jdbcUrl;
    private static VaultContents vault;
    private static List<Tables.Row> rows;
    private static Path docks;
    private static Memory order;
    private static List<RememberingCaseSystem.Told> told;
    private static Fed released;
    private static Fed evidence;
    private static Fed again;
    private static Fed mistaken;

    private Connection database;
    private Memory memory;
    private List<RememberingCaseSystem.Told> said;
    private final Deque<Undo> undo = new ArrayDeque<>();

    private interface Undo {
        void undo() throws IOException;
    }

    @BeforeAll
    static void letAHubDoItsWork(@TempDir Path home) throws Exception {
        HubHome hubHome = HubHome.prepare(home);
        docks = hubHome.docks();
        try (TestHub hub = new TestHub(home, HubHome.settings());
                RememberingCaseSystem cms = new RememberingCaseSystem(TestParts.openWireUrl(), "cms");
                RememberingCaseSystem standards = new RememberingCaseSystem(TestParts.openWireUrl(), "standards");
                Feeder feeder = new Feeder(docks, 3)) {
            Map<String, String> settings = hub.settings().all();
            jdbcUrl = settings.get("docket.database.url");
            vault = VaultContents.of(settings.get("docket.vault.connection"));
            order = feeder.memory();
            released = feeder.feed(FedDock.NORTH, Content.ofManyBlocks(1), Fed.Says.ROUTINE);
            evidence = feeder.feed(FedDock.WEST, Content.ofOneBlock(2), Fed.Says.EVIDENCE);
            mistaken = feeder.feed(FedDock.SOUTH, Content.ofOneBlock(3), Fed.Says.WRONG_HASH);
            try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
                Checker checker = new Checker(new World(connection, vault, docks, order, List::of, HubHome.SYSTEMS));
                eventually().until(checker::isAtRest);
                again = feeder.feed(FedDock.WEST, released.content(), null);
                eventually().until(checker::isAtRest);
                rows = new Tables(connection).recordings();
            }
            told = new ArrayList<>(cms.told());
            told.addAll(standards.told());
        }
    }

    @BeforeEach
    void open() throws SQLException {
        database = DriverManager.getConnection(jdbcUrl);
        database.setAutoCommit(false);
        memory = order.copy();
        said = new ArrayList<>(told);
    }

    @AfterEach
    void undo() throws Exception {
        database.rollback();
        database.close();
        while (!undo.isEmpty()) {
            undo.pop().undo();
        }
    }

    private Checker checker() {
        return new Checker(new World(database, vault, docks, memory, () -> said, HubHome.SYSTEMS));
    }

    private List<String> findings() throws IOException {
        return checker().atRest();
    }

    @Test
    void findsNothingWhereNothingIsWrong() throws Exception {
        assertThat(findings()).isEmpty();
        assertThat(checker().atAnyInstant()).isEmpty();
    }

    // --- Vault ---

    @Test
    void findsABlobThatIsGone() throws Exception {
        BlobClient blob = blob(evidence);
        restoreLater(blob);
        blob.delete();

        assertThat(findings())
                .contains("the vault has no blob " + row(evidence).blob() + ", which the catalogue says that "
                        + row(evidence) + " is")
                .contains("the receipt of " + evidence + " is for recording "
                        + row(evidence).id() + ", which the vault does not hold");
        assertThat(checker().atAnyInstant()).hasSize(1);
    }

    @Test
    void findsAByteThatIsNotAsItWas() throws Exception {
        BlobClient blob = blob(released);
        restoreLater(blob);
        byte[] bytes = blob.downloadContent().toBytes();
        bytes[bytes.length / 2] ^= 1;
        upload(blob, bytes, blob.getProperties().getMetadata());

        assertThat(findings()).anyMatch(about("the blob of " + row(released), "has", Content.sha256(bytes)));
    }

    @Test
    void findsABlobThatBelongsToNoRecording() throws Exception {
        BlobClient blob = vault.blob("2026/03/16/" + UUID.randomUUID() + ".mp4");
        blob.upload(BinaryData.fromString("a second copy"));
        undo.push(blob::delete);

        assertThat(findings())
                .containsExactly("the vault has the blob " + blob.getBlobName()
                        + " of 13 bytes, which belongs to no recording in the catalogue");
    }

    @Test
    void findsABlobThatSaysOfItselfWhatIsNotTrue() throws Exception {
        BlobClient blob = blob(evidence);
        restoreLater(blob);
        blob.setMetadata(Map.of("docketid", UUID.randomUUID().toString()));

        assertThat(findings()).singleElement().matches(about("the blob of " + row(evidence), "says of itself"));
    }

    @Test
    void findsBlocksThatWereNeverCommitted() throws Exception {
        String name = "2026/03/16/" + UUID.randomUUID() + ".mp4";
        stage(name);
        undo.push(() -> {
            vault.blob(name).upload(BinaryData.fromString("this drops them"), true);
            vault.blob(name).delete();
        });

        assertThat(findings())
                .containsExactly("the vault keeps blocks of " + name + " that were sent and never committed: 1");
    }

    @Test
    void findsBlocksThatWereNeverCommittedBesideABlob() throws Exception {
        BlobClient blob = blob(evidence);
        restoreLater(blob);
        stage(blob.getBlobName());

        assertThat(findings())
                .containsExactly(
                        "the vault keeps blocks of " + blob.getBlobName() + " that were sent and never committed: 1");
    }

    // --- Catalogue ---

    @Test
    void findsARecordingThatIsLost() throws Exception {
        Path path = docks.resolve(FedDock.NORTH.id()).resolve("lost.mp4");
        Fed lost = new Fed(
                FedDock.NORTH,
                "lost.mp4",
                path,
                Content.ofOneBlock(9),
                Content.sha256(new byte[] {9}),
                1,
                released.modifiedAt(),
                null);
        memory.fed(lost);

        assertThat(findings()).containsExactly(lost + " is lost: it is neither in the vault nor in its folder");
    }

    @Test
    void findsARecordingThatWasNotTakenIn() throws Exception {
        Path path = docks.resolve(FedDock.SOUTH.id()).resolve("waits.mp4");
        Files.write(path, new byte[] {8});
        undo.push(() -> Files.delete(path));
        Fed waits = new Fed(
                FedDock.SOUTH,
                "waits.mp4",
                path,
                Content.ofOneBlock(8),
                Content.sha256(new byte[] {8}),
                1,
                Files.getLastModifiedTime(path).toInstant(),
                null);
        memory.fed(waits);

        assertThat(findings()).containsExactly(waits + " lies in its folder still, and is not in the vault");
    }

    @Test
    void findsARecordingThatIsInTheCatalogueTwice() throws Exception {
        sql("drop index recording_content");
        UUID second = UUID.randomUUID();
        sql("insert into recording (id, state, dock, name, bytes, sha256, category, categories, category_rule,"
                + " policy_version, retained, due_at, review_at, counted_recorded_at, counted_recorded_at_source, received_at,"
                + " deposited_at, condemned_at, disposed_at, blob, duplicates, facts)"
                + " select '" + second + "', state, dock, name, bytes, sha256, category, categories, category_rule,"
                + " policy_version, retained, due_at, review_at, counted_recorded_at, counted_recorded_at_source, received_at,"
                + " deposited_at, condemned_at, disposed_at, blob, 0, facts from recording where id = '"
                + row(released).id() + "'");

        assertThat(findings())
                .anyMatch(about("the same content is in the catalogue 2 times", second.toString()))
                .anyMatch(about("have the same blob"))
                .contains("recording " + second + " has no history");
    }

    @Test
    void findsARecordingThatNeverBecameMoreThanReceived() throws Exception {
        sql("update recording set state = 'RECEIVED' where id = '"
                + row(released).id() + "'");

        assertThat(findings()).anyMatch(about(row(released).id().toString(), "is still RECEIVED"));
    }

    @Test
    void findsAContentThatNobodyFed() throws Exception {
        sql("update recording set sha256 = '" + "0".repeat(64) + "' where id = '"
                + row(released).id() + "'");

        assertThat(findings()).anyMatch(about("has a content that nobody fed"));
    }

    @Test
    void findsEvidenceThatIsNotRetained() throws Exception {
        sql("update recording set retained = false, due_at = review_at, review_at = null where id = '"
                + row(evidence).id() + "'");

        assertThat(findings()).anyMatch(about("is not retained", evidence + " says EVIDENCE"));
    }

    @Test
    void findsAPresentationThatIsWrittenTwice() throws Exception {
        sql("drop index presentation_open");
        sql("insert into presentation (dock, name, bytes, modified_at, recording_id, presented_at, receipted_at)"
                + " select dock, name, bytes, modified_at, recording_id, presented_at, receipted_at from presentation"
                + " where name = '" + evidence.name() + "'");

        assertThat(findings())
                .contains(evidence + " was presented 2 times by the catalogue")
                .anyMatch(about(row(evidence) + " was presented 2 times, 0 times of these again"));
    }

    @Test
    void findsASidecarThatIsNotKept() throws Exception {
        sql("delete from sidecar where recording_id = '" + row(evidence).id() + "'");

        assertThat(findings()).containsExactly("the sidecar of " + evidence + " is not kept as it was");
    }

    // --- Receipts and sources ---

    @Test
    void findsAReceiptForWhatTheVaultDoesNotHold() throws Exception {
        String forged = UUID.randomUUID().toString();
        rewrite(evidence.receipt(), row(evidence).id().toString(), forged);

        assertThat(findings())
                .containsExactly("the receipt of " + evidence + " is for recording " + forged
                        + ", which the vault does not hold");
        assertThat(checker().atAnyInstant()).singleElement().matches(about("the receipt", evidence.name()));
    }

    @Test
    void findsAReceiptWithAnotherHash() throws Exception {
        rewrite(evidence.receipt(), evidence.sha256(), released.sha256());

        assertThat(findings()).singleElement().matches(about("the receipt of " + evidence, released.sha256()));
        assertThat(checker().atAnyInstant()).hasSize(1);
    }

    @Test
    void findsAReceiptThatPointsElsewhere() throws Exception {
        rewrite(evidence.receipt(), "/recordings/", "/elsewhere/");

        assertThat(findings()).singleElement().matches(about("the receipt of " + evidence, "/elsewhere/"));
    }

    @Test
    void findsAReceiptThatDoesNotTellOfADuplicate() throws Exception {
        rewrite(again.receipt(), "duplicateOf", "another");

        assertThat(findings()).containsExactly("the receipt of " + again + " says that it is no duplicate");
    }

    @Test
    void findsAReceiptThatIsMissing() throws Exception {
        remove(evidence.receipt());

        assertThat(findings()).containsExactly("there is no receipt beside " + evidence);
    }

    @Test
    void findsAReceiptWhereThereShouldBeNone() throws Exception {
        Path path = mistaken.receipt();
        Files.writeString(
                path,
                Files.readString(evidence.receipt())
                        .replace(
                                row(evidence).id().toString(),
                                row(mistaken).id().toString()));
        undo.push(() -> Files.delete(path));

        assertThat(findings())
                .contains("the receipt of " + mistaken + " should not be there: its sidecar has another SHA-256");
    }

    @Test
    void findsASourceThatIsGoneWithoutAReceipt() throws Exception {
        remove(mistaken.path());

        assertThat(findings())
                .contains("the source of " + mistaken + " is gone, although it is for its dock to take it away");
        assertThat(checker().atAnyInstant())
                .containsExactly(
                        "the source of " + mistaken + " is gone from its folder, and its dock has no receipt for it");
    }

    @Test
    void findsAReceiptThatTheCatalogueDoesNotKnowOf() throws Exception {
        sql("update presentation set receipted_at = null where name = '" + released.name() + "'");

        assertThat(findings())
                .contains(
                        "the dock of " + released + " has no receipt for it by the catalogue, and its source is gone");
        assertThat(checker().atAnyInstant())
                .containsExactly(
                        "the source of " + released + " is gone from its folder, and its dock has no receipt for it");
    }

    @Test
    void findsASourceThatWasNotTakenAway() throws Exception {
        Files.write(released.path(), released.content().bytes());
        undo.push(() -> Files.delete(released.path()));

        assertThat(findings())
                .containsExactly("the source of " + released + " was not taken away, although its dock is set up so");
    }

    @Test
    void findsASourceThatWasChanged() throws Exception {
        rewrite(evidence.path(), "free", "skip");

        assertThat(findings()).containsExactly("the source of " + evidence + " was changed in its folder");
    }

    @Test
    void findsWhatWasSetAsideAndForgotten() throws Exception {
        Path aside = docks.resolve(FedDock.NORTH.id()).resolve(".docket-release-7");
        Files.write(aside, new byte[] {7});
        undo.push(() -> Files.delete(aside));

        assertThat(findings())
                .containsExactly(FedDock.NORTH.id() + "/.docket-release-7 lies in the folder, and nobody put it there");
    }

    // --- Ledger ---

    @Test
    void findsAnEntryThatWasChanged() throws Exception {
        sql("alter table ledger_entry disable trigger all");
        sql("update ledger_entry set actor = 'nobody' where sequence = 2 and recording_id = '"
                + row(evidence).id() + "'");

        assertThat(findings())
                .containsExactly(
                        "entry 2 of recording " + row(evidence).id() + " does not have the hash of its content");
    }

    @Test
    void findsAnEntryThatWasTakenOut() throws Exception {
        sql("alter table ledger_entry disable trigger all");
        sql("delete from ledger_entry where act = 'classified' and recording_id = '"
                + row(evidence).id() + "'");

        assertThat(findings())
                .anyMatch(about("does not continue the one before it"))
                .contains(row(evidence) + " was classified 0 times by its history");
    }

    @Test
    void findsAnEndThatWasTakenOff() throws Exception {
        sql("alter table ledger_entry disable trigger all");
        sql("delete from ledger_entry e where recording_id = '" + row(released).id() + "' and sequence ="
                + " (select max(sequence) from ledger_entry m where m.recording_id = e.recording_id)");

        assertThat(findings())
                .contains("the history of recording " + row(released).id() + " does not end where its head says");
    }

    @Test
    void findsAHistoryThatIsGone() throws Exception {
        sql("alter table ledger_entry disable trigger all");
        sql("delete from ledger_entry where recording_id = '" + row(released).id() + "'");

        assertThat(findings())
                .contains("the history of recording " + row(released).id() + " is gone");
    }

    @Test
    void findsAnIdentityThatNeverBecameARecording() throws Exception {
        sql("delete from handover where recording_id = '" + row(evidence).id() + "'");
        sql("delete from recording where id = '" + row(evidence).id() + "'");

        assertThat(findings())
                .anyMatch(about("is not in the catalogue, and its history has 0 withdrawals"))
                .anyMatch(about("which belongs to no recording in the catalogue"))
                .anyMatch(about("is open, and there is no such recording"));
    }

    // --- Handovers ---

    @Test
    void findsAHandoverThatIsWrittenTwice() throws Exception {
        sql("insert into handover (id, recording_id, system, type, message, state, created_at, next_attempt_at)"
                + " select gen_random_uuid(), recording_id, system, type, message, state, created_at, next_attempt_at"
                + " from handover where system = 'cms' and recording_id = '"
                + row(evidence).id() + "'");

        assertThat(findings()).singleElement().matches(about(row(evidence) + " has 2 handovers to cms"));
    }

    @Test
    void findsACaseSystemThatWasToldUnderTwoIds() throws Exception {
        RememberingCaseSystem.Told once = toldOf(evidence, "standards");
        said.add(new RememberingCaseSystem.Told(
                once.system(), UUID.randomUUID().toString(), once.type(), once.recording(), once.sha256()));

        assertThat(findings())
                .anyMatch(about("the case system standards was told of " + row(evidence) + " under 2 ids"))
                .anyMatch(about("of which the outbox knows nothing"));
    }

    @Test
    void findsACaseSystemThatWasNeverTold() throws Exception {
        said.remove(toldOf(evidence, "cms"));

        assertThat(findings()).containsExactly("the case system cms was told of " + row(evidence) + " under 0 ids []");
    }

    @Test
    void doesNotMindThatACaseSystemWasToldAgainUnderTheSameId() throws Exception {
        said.add(toldOf(evidence, "cms"));

        assertThat(findings()).isEmpty();
    }

    @Test
    void findsAHandoverThatWasNotAnswered() throws Exception {
        sql("update handover set state = 'SENT' where system = 'cms' and recording_id = '"
                + row(evidence).id() + "'");

        assertThat(findings()).singleElement().matches(about("the handover", "to cms", "SENT"));
    }

    @Test
    void findsACaseSystemThatWasToldAnotherHash() throws Exception {
        RememberingCaseSystem.Told once = toldOf(evidence, "cms");
        said.remove(once);
        said.add(new RememberingCaseSystem.Told(
                once.system(), once.handover(), once.type(), once.recording(), released.sha256()));

        assertThat(findings()).singleElement().matches(about("the case system cms was told", released.sha256()));
    }

    // --- How damage is done ---

    private static Predicate<String> about(String... words) {
        return finding -> List.of(words).stream().allMatch(finding::contains);
    }

    private static Tables.Row row(Fed fed) {
        return rows.stream()
                .filter(row -> fed.sha256().equals(row.sha256()))
                .findFirst()
                .orElseThrow();
    }

    private static RememberingCaseSystem.Told toldOf(Fed fed, String system) {
        return told.stream()
                .filter(once -> once.system().equals(system) && once.sha256().equals(fed.sha256()))
                .findFirst()
                .orElseThrow();
    }

    private void sql(String text) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(text);
        }
    }

    private static BlobClient blob(Fed fed) {
        return vault.blob(row(fed).blob());
    }

    private void restoreLater(BlobClient blob) {
        byte[] bytes = blob.downloadContent().toBytes();
        Map<String, String> metadata = blob.getProperties().getMetadata();
        undo.push(() -> {
            // Only a block list drops the blocks that it does not name.
            blob.getBlockBlobClient().commitBlockList(List.of(), true);
            upload(blob, bytes, metadata);
        });
    }

    private static void upload(BlobClient blob, byte[] bytes, Map<String, String> metadata) {
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromBytes(bytes)).setMetadata(metadata), null, Context.NONE);
    }

    private static void stage(String name) {
        byte[] bytes = "never committed".getBytes(StandardCharsets.UTF_8);
        String id = Base64.getEncoder().encodeToString("00000000".getBytes(StandardCharsets.UTF_8));
        vault.blob(name).getBlockBlobClient().stageBlock(id, new ByteArrayInputStream(bytes), bytes.length);
    }

    private void remove(Path path) throws IOException {
        restoreLater(path);
        Files.delete(path);
    }

    private void rewrite(Path path, String old, String other) throws IOException {
        byte[] bytes = restoreLater(path);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Files.write(path, text.replace(old, other).getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] restoreLater(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        FileTime time = Files.getLastModifiedTime(path);
        undo.push(() -> {
            Files.write(path, bytes);
            Files.setLastModifiedTime(path, time);
        });
        return bytes;
    }
}
