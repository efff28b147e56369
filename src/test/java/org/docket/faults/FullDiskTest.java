package org.docket.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.docket.testkit.Custody;
import org.docket.testkit.FaultyVault;
import org.docket.testkit.Gate;
import org.docket.testkit.KillableDatabase;
import org.docket.testkit.SmallDisk;
import org.docket.testkit.Sources;
import org.docket.testkit.TestHub;
import org.docket.testkit.TestParts;
import org.docket.testkit.VaultCall.Kind;
import org.docket.testkit.VaultFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No room for what Docket has to write below its home. */
class FullDiskTest {
    private static final Map<String, String> SOON = Map.of(
            "docket.intake.retry.first",
            "PT0.2S",
            "docket.intake.retry.most",
            "PT0.5S",
            "docket.vault.timeout",
            "PT1S");

    @Test
    void waitsWithAReceiptThatCannotBeWrittenAndDepositsNothingAgain(@TempDir Path home) throws Exception {
        try (FaultyVault vault = new FaultyVault(TestParts.newVault());
                TestHub hub = new TestHub(home, with(SOON, "docket.vault.connection", vault.connectionString()))) {
            Gate gate = holdCommit(vault);
            byte[] content = Sources.ofLength(60_001, 1);
            Path source = hub.drop("pier", "blocked.mp4", content);
            gate.awaitCalls(1);
            // What stands in the receipt's place and is not empty cannot be replaced by it, not even by root.
            Path obstacle = Files.createDirectories(TestHub.receipt(source).resolve("obstacle"));
            gate.open();
            eventually().until(() -> hub.whyItWaits("blocked.mp4").isPresent());
            assertThat(source).hasBinaryContent(content);
            assertThat(TestHub.receipt(source)).isDirectory();
            int commits = commits(vault);

            Files.delete(obstacle);
            Files.delete(obstacle.getParent());

            Custody.of(hub, vault.behind()).assertDeposited(source, content);
            assertThat(commits(vault)).isEqualTo(commits);
        }
    }

    @Test
    void waitsWithTheReceiptUntilThereIsRoomForIt(@TempDir Path folder) throws Exception {
        try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 16);
                FaultyVault vault = new FaultyVault(TestParts.newVault());
                TestHub hub =
                        new TestHub(disk.root(), with(SOON, "docket.vault.connection", vault.connectionString()))) {
            Gate gate = holdCommit(vault);
            byte[] content = Sources.ofLength(60_002, 2);
            Path source = hub.drop("pier", "no-room.mp4", content);
            gate.awaitCalls(1);
            disk.fill();
            gate.open();
            eventually().until(() -> hub.whyItWaits("no-room.mp4")
                    .filter(reason -> reason.contains("No space left"))
                    .isPresent());
            Custody.assertNothingIsPromised(source, content);

            disk.free();

            Custody.of(hub, vault.behind()).assertDeposited(source, content);
        }
    }

    @Test
    void goesOnByItselfWhenItsOwnVaultHasRoomAgain(@TempDir Path folder) throws Exception {
        try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 16);
                TestHub hub = new TestHub(disk.root(), with(SOON, "docket.vault.connection", ""))) {
            byte[] content = Sources.ofLength(300_003, 3);
            Path source = dropOnFull(disk, hub, "no-room-in-vault.mp4", content);
            eventually().until(() -> hub.whyItWaits("no-room-in-vault.mp4").isPresent());
            Custody.assertNothingIsPromised(source, content);

            disk.free();

            custody(hub).assertDeposited(source, content);
            custody(hub).assertNothingElseIsInVault();
        }
    }

    @Test
    void goesOnWhenTheDatabaseThatEndedForLackOfRoomIsBack(@TempDir Path folder) throws Exception {
        try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 128)) {
            linkPrograms(disk.root());
            String vault = TestParts.newVault();
            try (KillableDatabase database = new KillableDatabase(disk.root())) {
                String url = database.newDatabase();
                try (TestHub hub = new TestHub(
                        folder.resolve("hub"),
                        with(with(SOON, "docket.database.url", url), "docket.vault.connection", vault))) {
                    byte[] before = Sources.ofLength(100_004, 4);
                    Path early = hub.drop("pier", "before.mp4", before);
                    Custody.of(hub, vault).assertDeposited(early, before);

                    disk.fill();
                    awaitItsEnd(url);
                    byte[] meanwhile = Sources.ofLength(100_005, 5);
                    Path late = hub.drop("pier", "meanwhile.mp4", meanwhile);
                    Custody.assertNothingIsPromised(late, meanwhile);
                    disk.free();
                    database.restart();

                    Custody.of(hub, vault).assertDeposited(early, before);
                    Custody.of(hub, vault).assertDeposited(late, meanwhile);
                    Custody.of(hub, vault).assertNothingElseIsInVault();
                }
            }
        }
    }

    /** The content is there before the disk is full, under a name that nobody looks at. */
    private static Path dropOnFull(SmallDisk disk, TestHub hub, String name, byte[] content) throws Exception {
        Path source = hub.dock("pier").resolve(name);
        Path hidden = source.resolveSibling("." + name);
        Files.createDirectories(hidden.getParent());
        Files.write(hidden, content);
        Files.createFile(source.resolveSibling(name + ".done"));
        disk.fill();
        return Files.move(hidden, source);
    }

    /** A PostgreSQL that cannot begin another file of its log ends, and cannot start again before there is room. */
    private static void awaitItsEnd(String url) {
        eventually().until(() -> {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_switch_wal()");
                statement.execute("select pg_logical_emit_message(true, 'test', 'more for the log')");
                return false;
            } catch (SQLException e) {
                return String.valueOf(e.getMessage()).contains("refused");
            }
        });
    }

    /** The programs of PostgreSQL need not lie on the small disk. */
    private static void linkPrograms(Path home) throws Exception {
        TestParts.newDatabase();
        Path below = Files.createDirectories(home.resolve("postgresql"));
        try (Stream<Path> parts =
                Files.list(TestParts.home().resolve("postgresql").toAbsolutePath())) {
            for (Path programs : parts.filter(
                            path -> path.getFileName().toString().startsWith("programs-"))
                    .toList()) {
                Files.createSymbolicLink(below.resolve(programs.getFileName()), programs);
            }
        }
    }

    private static Gate holdCommit(FaultyVault vault) {
        Gate gate = vault.gate();
        vault.on(Kind.PUT_BLOCK_LIST, Kind.PUT_BLOB).next(VaultFault.holdAnswer(gate));
        return gate;
    }

    private static int commits(FaultyVault vault) {
        return vault.calls(Kind.PUT_BLOCK_LIST).size()
                + vault.calls(Kind.PUT_BLOB).size();
    }

    private static Custody custody(TestHub hub) {
        return new Custody(hub.docket(), hub.docket().vault().client());
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(key, value);
        return more;
    }
}
