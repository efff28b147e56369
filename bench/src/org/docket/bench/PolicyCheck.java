package org.docket.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Classification;
import org.docket.classify.Rulebook;
import org.docket.configuration.Settings;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.retention.Retention;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Jdbi;

/**
 * How long it takes to check a rulebook against a catalogue full of recordings, beside reading the same rows and doing nothing with
 * them. The shipped rulebook is checked against one whose every period is longer.
 */
final class PolicyCheck {
    private static final int BATCH = 1_000;
    private static final int PAGE = 1_000;
    private static final List<String> TAGS = List.of(
            "evidence", "Stop and Search", "vehicle_stop", "training", "Use of Force", "non-evidential", "patrol");

    private PolicyCheck() {}

    public static void main(String[] arguments) throws Exception {
        int recordings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        Path home = Path.of("target", "bench", "policy").toAbsolutePath();
        Folders.delete(home);
        Files.createDirectories(home);
        try {
            measure(home, recordings);
        } finally {
            Folders.delete(home);
        }
    }

    private static void measure(Path home, int recordings) throws Exception {
        Settings settings = Settings.load(
                Path.of("").toAbsolutePath(),
                null,
                Map.of(),
                Map.of("docket.home", home.toString(), "docket.vault.connection", "UseDevelopmentStorage=true"),
                Docket.CONFIGURATION);
        try (Parts parts = Parts.open(settings, Role.OWNER);
                Docket docket = new Docket(settings, parts, Clock.systemUTC(), new MBeans())) {
            Jdbi jdbi = Jdbi.create(parts.database());
            Rulebook shipped = docket.policy().now();
            fill(jdbi, docket.catalogue(), shipped, recordings);
            Rulebook longer = longer(settings, home);
            for (int round = 0; round < 3; round++) {
                double read = seconds(() -> read(jdbi));
                double check = seconds(() ->
                        docket.simulation().run(shipped, longer, () -> false).recordings());
                System.out.printf(
                        "%,d recordings: read %.1f s, checked %.1f s, ratio %.1f; five million: %.1f minutes%n",
                        recordings, read, check, check / read, check / recordings * 5_000_000 / 60);
            }
        }
    }

    private static double seconds(LongSupplier work) {
        long start = System.nanoTime();
        long rows = work.getAsLong();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (rows == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return seconds;
    }

    /** The same pages of the same rows, of which nothing is made. */
    private static long read(Jdbi jdbi) {
        long rows = 0;
        UUID last = new UUID(0, 0);
        while (true) {
            UUID after = last;
            List<UUID> page = jdbi.withHandle(handle -> handle.createQuery(
                            "select * from recording where state = 'DEPOSITED' and id > :after order by id limit :limit")
                    .bind("after", after)
                    .bind("limit", PAGE)
                    .map((row, context) -> {
                        row.getString("facts");
                        return row.getObject("id", UUID.class);
                    })
                    .list());
            rows += page.size();
            if (page.size() < PAGE) {
                return rows;
            }
            last = page.get(PAGE - 1);
        }
    }

    private static Rulebook longer(Settings settings, Path home) throws Exception {
        Path retention = home.resolve("retention.yaml");
        Files.writeString(
                retention, Files.readString(settings.file("retention.yaml")).replace("P31D", "P40D"));
        return Rulebook.load(settings.file("classification.yaml"), retention);
    }

    private static void fill(Jdbi jdbi, Catalogue catalogue, Rulebook rulebook, int number) {
        for (int first = 0; first < number; first += BATCH) {
            List<Recording> batch = new ArrayList<>();
            for (int i = first; i < Math.min(number, first + BATCH); i++) {
                batch.add(recording(rulebook, i));
            }
            jdbi.useTransaction(handle -> {
                catalogue.receive(
                        handle,
                        batch.stream()
                                .map(recording -> new Catalogue.Reception(
                                        recording.id(),
                                        recording.dock(),
                                        recording.name(),
                                        recording.bytes(),
                                        recording.id().getLeastSignificantBits(),
                                        recording.receivedAt()))
                                .toList());
                catalogue.deposited(handle, batch);
            });
        }
        jdbi.useHandle(handle -> handle.execute("vacuum analyze recording"));
    }

    private static Recording recording(Rulebook rulebook, int number) {
        Instant received = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number);
        Facts facts = FilledFacts.of(
                number,
                received,
                List.of(TAGS.get(number % TAGS.size())),
                number % 50 == 0 ? "INC-2026-" + number : null,
                number % 200 == 0 ? List.of("the container ends early") : List.of());
        Classification classification = rulebook.policy().classify(facts);
        Retention retention = rulebook.retention()
                .retention(classification.categories(), received, facts.recorded())
                .orElseThrow();
        Instant due = retention.dueAt().orElse(null);
        String category = retention.category().name();
        UUID id = new UUID(number, number);
        return Recording.received(id, facts.dock(), facts.name(), received)
                .state(RecordingState.DEPOSITED)
                .content(
                        facts.bytes(),
                        SourceDigest.of(id.toString().getBytes(StandardCharsets.UTF_8)),
                        "2026/01/01/" + id + ".mp4")
                .category(category, retention.categories())
                .rule(classification.ruleOf(category), classification.policyVersion())
                .dates(due == null, due, due == null ? received.plus(Duration.ofDays(180)) : null)
                .depositedAt(received)
                .facts(facts)
                .countedFrom(facts.recorded())
                .build();
    }
}
