package org.docket.classify;

import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.management.JMException;
import javax.management.ObjectName;
import org.docket.catalogue.Recording;
import org.docket.custody.LedgerEntry;
import org.docket.testkit.TestHub;
import org.jdbi.v3.core.Jdbi;

/** A hub whose policy goes by the names of recordings, and can be changed. */
public final class PolicyHub implements AutoCloseable {
    private static final String POLICY = """
            default: rest
            rules:
              - name: long
                when: recording.name.startsWith("long")
                category: lasting
                why: It is a long one.
              - name: from-axon
                when: camera.make == "Axon"
                category: lasting
                why: Those are kept.
              - name: proof
                when: recording.name.startsWith("proof")
                category: proof
                why: It proves something.
            """;

    private final Path home;
    private final TestHub hub;

    /** One that looks for changes all the time. */
    public PolicyHub(Path home) throws Exception {
        this(home, Map.of());
    }

    /** One whose looks are the test's doing. */
    static PolicyHub looking(Path home, String period) throws Exception {
        return new PolicyHub(home, Map.of("docket.policy.look", period));
    }

    /** One with other settings than those of a test hub. */
    public PolicyHub(Path home, Map<String, String> settings) throws Exception {
        this.home = home;
        write("classification.yaml", POLICY);
        write("retention.yaml", retention("P31D", "P90D", "until-review, review: P6M"));
        write("casework.yaml", "systems:\n  - {id: cms, title: Case management, categories: [proof]}\n");
        this.hub = new TestHub(home, new TreeMap<>(settings));
    }

    public TestHub hub() {
        return hub;
    }

    Jdbi jdbi() {
        return Jdbi.create(hub.settings().all().get("docket.database.url"));
    }

    /** Lasting recordings are kept for 90 days, those that prove something until a review, and the rest for this time. */
    public static String retention(String rest) {
        return retention(rest, "P90D", "until-review, review: P6M");
    }

    /** The same with other times. */
    public static String retention(String rest, String lasting, String proof) {
        return """
                zone: Europe/London
                decisions: {retain: {review: P6M}, release: {keep: P31D}}
                categories:
                  proof: {title: Proof, keep: %s}
                  lasting: {title: Lasting, keep: %s}
                  rest: {title: The rest, keep: %s}
                """.formatted(proof, lasting, rest);
    }

    /** The policy that it begins with. */
    public static String policy() {
        return POLICY;
    }

    /** Puts a file into the configuration, all at once. */
    public void write(String name, String text) throws IOException {
        write(home.resolve("config"), name, text);
    }

    /** The same into another folder. */
    public static void write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder);
        Path written = Files.writeString(folder.resolve(name + ".new"), text);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The version of what stands in the files. */
    String filed() {
        return new RulebookFiles(hub.settings()::file).version();
    }

    /** Drops a recording of that name, whose content is its name, and waits until it is deposited. */
    public Recording deposit(String name) throws IOException {
        hub.drop("north-1", name, ("no film: " + name).getBytes(StandardCharsets.UTF_8));
        return hub.deposited(name);
    }

    Recording now(Recording recording) {
        return hub.docket().catalogue().find(recording.id()).orElseThrow();
    }

    InForce inForce() {
        return hub.docket().rulebooks().inForce().orElseThrow();
    }

    /** Waits until what stands in the files is in force and all recordings are appraised by it. */
    public void awaitTakenUp() {
        eventually()
                .until(() -> inForce().version().equals(filed()) && inForce().appraisedAt() != null);
    }

    /** Waits until the hub says why it does not take up its files. */
    public String awaitRefused() {
        eventually().until(() -> hub.docket().rulebooks().refused(filed()).isPresent());
        return hub.docket().rulebooks().refused(filed()).orElseThrow().reason();
    }

    /** Waits until the hub has looked a few times more. */
    void awaitLooks() {
        String route = "classify-take-up";
        long before = looks(route);
        eventually().until(() -> looks(route) >= before + 3);
    }

    private long looks(String route) {
        try {
            return (long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName("org.apache.camel:context=docket,type=routes,name=\"" + route + "\""),
                            "ExchangesCompleted");
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    /** What notices about the configuration say, oldest first. */
    List<String> notices() {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "select cast(message as jsonb) -> 'data' ->> 'what' from notice where message like"
                                + " '%configuration-refused%' order by position")
                .mapTo(String.class)
                .list());
    }

    List<LedgerEntry> classifiedAgain(UUID id) {
        return hub.docket().ledger().history(id).stream()
                .filter(entry -> entry.act().equals(Reappraisal.CLASSIFIED_AGAIN))
                .toList();
    }

    @Override
    public void close() {
        hub.close();
    }
}
