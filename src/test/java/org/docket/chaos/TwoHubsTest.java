package org.docket.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs with homes of their own on the same dock folders, database, broker and vault. */
class TwoHubsTest {
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final int RECORDINGS = 100;

    /** Of the recording of many blocks. */
    private static final int BLOCKS = 63;

    private final RunParts.External parts = RunParts.External.fresh();
    private final Path docks;
    private final HubHome left;
    private final HubHome right;
    private final Feeder feeder;

    TwoHubsTest(@TempDir Path folder) throws Exception {
        this.docks = folder.resolve("docks");
        this.left = HubHome.prepare(folder.resolve("left"));
        this.right = HubHome.prepare(folder.resolve("right"));
        this.feeder = new Feeder(docks, 7);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(parts.settings());
        settings.put("docket.intake.root", docks.toString());
        settings.put("docket.intake.lease", LEASE.toString());
        return settings;
    }

    @Test
    void takeEachRecordingOnce() throws Exception {
        try (HubUnderFire one = left.start(settings(), null, 0);
                HubUnderFire other = right.start(settings(), null, 0);
                Looking looking = new Looking()) {
            one.awaitReady();
            other.awaitReady();
            List<Fed.Says> says = new ArrayList<>(List.of(Fed.Says.values()));
            says.remove(Fed.Says.WRONG_HASH);
            for (int i = 0; i < RECORDINGS; i++) {
                FedDock dock = List.of(FedDock.values()).get(i % FedDock.values().length);
                Content content = i % 25 == 0 ? Content.ofManyBlocks(i) : Content.ofOneBlock(i);
                feeder.feed(dock, content, i % 3 == 0 ? null : says.get(i % says.size()));
            }

            eventually().until(looking.checker::isAtRest);

            assertThat(looking.checker.atRest()).isEmpty();
            assertThat(looking.tables.recordings()).hasSize(RECORDINGS);
            assertThat(looking.tables.heads()).as("what was ever received").hasSize(RECORDINGS);
            assertThat(Stream.of(one, other)
                            .flatMap(hub -> hub.calls().stream())
                            .filter(call -> call.isDone(BlobCall.PUT_BLOB) || call.isDone(BlobCall.PUT_BLOCK_LIST)))
                    .as("deposits")
                    .hasSize(RECORDINGS);
        }
    }

    @Test
    void finishWhatTheOtherWasKilledInTheMiddleOfWithoutSendingAgainWhatTheVaultHolds() throws Exception {
        Map<String, String> oneByOne = new HashMap<>(settings());
        oneByOne.put("docket.vault.parallel", "1");
        Fed fed = feeder.feed(FedDock.NORTH, Content.ofManyBlocks(1), Fed.Says.EVIDENCE);
        try (HubUnderFire killed =
                left.start(oneByOne, FaultPoint.AFTER_BLOCK, 40).awaitReady()) {
            assertThat(killed.gotThereWithin(Duration.ofSeconds(30))).isTrue();
            String blob = killed.calls().get(0).blob();
            try (HubUnderFire heir = right.start(settings(), null, 0).awaitReady();
                    Looking looking = new Looking()) {
                heir.letRun(LEASE.plusSeconds(1));
                assertThat(heir.calls())
                        .as("calls while the one that has it lives")
                        .isEmpty();

                killed.kill();
                List<String> held = looking.vault.uncommitted(blob);
                assertThat(held).hasSizeBetween(40, BLOCKS - 1);
                Awaitility.await().atMost(LEASE.plusSeconds(3)).until(() -> Files.exists(fed.receipt()));

                assertThat(heir.calls())
                        .filteredOn(call -> call.isDone(BlobCall.PUT_BLOCK))
                        .hasSize(BLOCKS - held.size())
                        .allSatisfy(call -> {
                            assertThat(call.blob()).isEqualTo(blob);
                            assertThat(held).doesNotContain(call.block());
                        });
                eventually().until(looking.checker::isAtRest);
                assertThat(looking.checker.atRest()).isEmpty();
            }
        }
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }

    /** What sees everything, and the case systems that answer. */
    private final class Looking implements AutoCloseable {
        private final Connection connection = DriverManager.getConnection(parts.jdbcUrl());
        private final VaultContents vault = VaultContents.of(parts.vault());
        private final Tables tables = new Tables(connection);
        private final List<RememberingCaseSystem> systems = new ArrayList<>();
        private final Checker checker;

        Looking() throws Exception {
            for (String system : HubHome.SYSTEMS.keySet()) {
                systems.add(new RememberingCaseSystem(parts.brokerUrl(), system));
            }
            checker = new Checker(new World(
                    connection,
                    vault,
                    docks,
                    feeder.memory(),
                    () -> systems.stream()
                            .flatMap(system -> system.told().stream())
                            .toList(),
                    HubHome.SYSTEMS));
        }

        @Override
        public void close() throws JMSException, SQLException {
            for (RememberingCaseSystem system : systems) {
                system.close();
            }
            connection.close();
        }
    }
}
