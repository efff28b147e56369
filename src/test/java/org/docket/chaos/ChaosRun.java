package org.docket.chaos;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One run: docks bring recordings all the time, case systems acknowledge what they are told, and one hub after another is killed
 * and started again at once. At the end the last one may finish, and then all is checked.
 */
final class ChaosRun implements AutoCloseable {
    private static final Duration TO_GET_THERE = Duration.ofSeconds(30);
    private static final Duration TO_COME_TO_REST = Duration.ofMinutes(2);

    private final long begun = System.nanoTime();
    private final HubHome home;
    private final HubHome other;
    private final Path docks;
    private final RunParts parts;
    private final Feeder feeder;
    private final List<RememberingCaseSystem> caseSystems = new ArrayList<>();
    private final Set<HubUnderFire.Call> sentBlocks = new HashSet<>();
    private final List<HubUnderFire> running = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    /**
     * Prepares one.
     *
     * @param folder for all that it writes; empty
     * @param seed of all that is random in what docks bring
     */
    ChaosRun(Path folder, RunParts parts, long seed) throws Exception {
        this.home = HubHome.prepare(folder.resolve("hub"));
        this.other = HubHome.prepare(folder.resolve("other"));
        this.docks = folder.resolve("docks");
        this.parts = parts;
        this.feeder = new Feeder(docks, seed);
        for (String system : HubHome.SYSTEMS.keySet()) {
            caseSystems.add(new RememberingCaseSystem(parts.brokerUrl(), system));
        }
    }

    /**
     * Lets it all happen to one hub.
     *
     * @return what is wrong in the end, or was at any kill, a sentence each; empty if nothing is
     */
    List<String> run(List<Strike> strikes) throws Exception {
        feeder.start();
        try (Onlooker onlooker = onlooker()) {
            for (int i = 0; i < strikes.size(); i++) {
                Strike strike = strikes.get(i);
                say("kill " + (i + 1) + " of " + strikes.size() + ": " + strike);
                // Chance decides what docks bring: a hub that does not get there once may get there the next time.
                boolean there = strike(strike, onlooker);
                if (!there) {
                    there = strike(strike, onlooker);
                }
                if (!there) {
                    findings.add("the hub never got to " + strike.point() + " for time " + strike.nth());
                }
                if (strike.point() == FaultPoint.BEFORE_RELEASE) {
                    onlooker.setAside();
                }
            }
        }
        start(home, null, 0);
        return finish();
    }

    /** Whether the hub got to where it was to be killed; it is killed in any case. */
    private boolean strike(Strike strike, Onlooker onlooker) throws Exception {
        HubUnderFire hub = start(home, strike.point(), strike.nth());
        boolean there = await(strike, hub);
        kill(hub);
        lookForWhatWasSentAgain(hub);
        onlooker.look();
        return there;
    }

    /** Lets it all happen to two hubs on the same folders, one after the other. */
    List<String> runTwo(int kills, Random random) throws Exception {
        feeder.start();
        List<HubHome> homes = List.of(home, other);
        List<HubUnderFire> hubs = new ArrayList<>(List.of(start(home, null, 0), start(other, null, 0)));
        hubs.forEach(HubUnderFire::awaitReady);
        try (Onlooker onlooker = onlooker()) {
            for (int i = 0; i < kills; i++) {
                int struck = i % 2;
                Strike.WhileRunning strike = new Strike.WhileRunning(Duration.ofMillis(random.nextInt(3_000)));
                say("kill " + (i + 1) + " of " + kills + ": " + strike + " ");
                await(strike, hubs.get(struck));
                kill(hubs.get(struck));
                onlooker.look();
                hubs.set(struck, start(homes.get(struck), null, 0));
            }
        }
        return finish();
    }

    private List<String> finish() throws Exception {
        say("the docks stop, and what is under way may be finished");
        feeder.stop();
        running.forEach(HubUnderFire::awaitReady);
        comeToRest();
        say("it is at rest");
        List.copyOf(running).forEach(this::kill);
        check();
        say(feeder.memory().all().size() + " sources were fed; " + findings.size() + " findings");
        return findings;
    }

    private void say(String what) {
        System.out.printf("%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, what);
    }

    private HubUnderFire start(HubHome which, @Nullable FaultPoint point, int nth) throws IOException {
        Map<String, String> settings = new HashMap<>(parts.settings());
        settings.put("docket.intake.root", docks.toString());
        settings.put("docket.intake.lease", "PT2S");
        HubUnderFire hub = which.start(settings, point, nth);
        running.add(hub);
        return hub;
    }

    private boolean await(Strike strike, HubUnderFire hub) {
        if (strike instanceof Strike.AtPoint at) {
            feeder.favour(at.point().habit());
            hub.awaitReady();
            boolean there = hub.gotThereWithin(TO_GET_THERE);
            if (there) {
                hub.letRun(at.later());
            }
            feeder.favour(null);
            return there;
        } else if (strike instanceof Strike.WhileStarting starting) {
            hub.letRun(starting.after());
        } else if (strike instanceof Strike.WhileRunning later) {
            hub.awaitReady().letRun(later.after());
        }
        return true;
    }

    private void kill(HubUnderFire hub) {
        hub.kill();
        running.remove(hub);
    }

    private void lookForWhatWasSentAgain(HubUnderFire killed) {
        Set<String> again = new TreeSet<>();
        for (HubUnderFire.Call call : killed.calls()) {
            if (call.call() == BlobCall.DELETE_BLOB) {
                sentBlocks.removeIf(sent -> sent.blob().equals(call.blob()));
            } else if (call.isDone(BlobCall.PUT_BLOCK) && !sentBlocks.add(call)) {
                again.add(call.blob());
            }
        }
        again.forEach(blob -> findings.add("blocks of " + blob + " were sent again, although the vault had them"));
    }

    /** Looks on where the parts outlive the hub; where they do not, nothing is to be seen before the end. */
    private Onlooker onlooker() throws SQLException {
        if (parts instanceof RunParts.External external) {
            Connection connection = DriverManager.getConnection(external.jdbcUrl());
            return new Onlooker(connection, new Checker(world(connection, external.vault())));
        }
        return new Onlooker(null, null);
    }

    private final class Onlooker implements AutoCloseable {
        private final @Nullable Connection connection;
        private final @Nullable Checker checker;

        Onlooker(@Nullable Connection connection, @Nullable Checker checker) {
            this.connection = connection;
            this.checker = checker;
        }

        void look() throws IOException {
            if (connection != null && checker != null && new Tables(connection).areThere()) {
                checker.atAnyInstant().forEach(finding -> findings.add("after a kill, " + finding));
            }
        }

        /** Does to a source that may go what a hub does that is killed right before it deletes it: it has another name. */
        void setAside() throws IOException {
            if (connection == null) {
                return;
            }
            for (Tables.Presented presented : new Tables(connection).presentations()) {
                Path source = docks.resolve(presented.dock()).resolve(presented.name());
                boolean mayGo = presented.releaseAt() != null && presented.endedAt() == null;
                if (mayGo && Files.exists(source) && Files.size(source) == presented.bytes()) {
                    Files.move(source, source.resolveSibling(".docket-release-" + presented.id()));
                    say(presented.dock() + "/" + presented.name() + " is set aside");
                    return;
                }
            }
        }

        @Override
        public void close() throws SQLException {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void comeToRest() throws Exception {
        try (RunParts.Open open = parts.join(home.path());
                Connection connection = DriverManager.getConnection(open.jdbcUrl())) {
            Checker checker = new Checker(world(connection, open.vault()));
            Awaitility.await()
                    .atMost(TO_COME_TO_REST)
                    .pollInterval(Duration.ofMillis(200))
                    .until(checker::isAtRest);
        } catch (ConditionTimeoutException e) {
            findings.add("it did not come to rest within " + TO_COME_TO_REST.toMinutes() + " minutes");
        }
    }

    private void check() throws Exception {
        try (RunParts.Open open = parts.inherit(home.path());
                Connection connection = DriverManager.getConnection(open.jdbcUrl())) {
            findings.addAll(new Checker(world(connection, open.vault())).atRest());
        }
    }

    private List<RememberingCaseSystem.Told> told() {
        return caseSystems.stream().flatMap(system -> system.told().stream()).toList();
    }

    private World world(Connection connection, String vault) {
        return new World(connection, VaultContents.of(vault), docks, feeder.memory(), this::told, HubHome.SYSTEMS);
    }

    @Override
    public void close() throws JMSException {
        feeder.close();
        for (RememberingCaseSystem system : caseSystems) {
            system.close();
        }
        boolean leftBehind = !running.isEmpty();
        List.copyOf(running).forEach(this::kill);
        if (leftBehind) {
            // Takes over the servers that the killed hub may have left running, and stops them.
            parts.inherit(home.path()).close();
        }
    }
}
