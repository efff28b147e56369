package org.docket.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.docket.embedded.EmbeddedPostgreSql;
import org.docket.embedded.Role;
import org.docket.enrich.Lookup;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Times the two look-ups of matching, as a hub makes them, at a tenth of a year and at a whole one, beside the same question without
 * the indexes for it, and prints how PostgreSQL goes about them.
 */
final class IncidentLookups {
    private static final Duration BUFFER = Duration.ofMinutes(5);
    private static final int OFTENER = 20;
    private static final int WARM_UP = 100;
    private static final int PAGES_OF = 200;
    private static final Pattern PAGES = Pattern.compile("(?:hit|read)=(\\d+)");
    private static final String EXPLAIN = "explain (analyze, buffers, costs off) ";

    /** What one would write without a table of officers: the incidents of that time, and then those of the officer. */
    private static final String INCIDENTS_BY_TIME = "select reference, type, began_at, ended_at, lat, lon from incident"
            + " where began_at >= cast(:lowest as timestamptz) - cast(:longest as interval)"
            + " and began_at <= cast(:highest as timestamptz)"
            + " and coalesce(ended_at, began_at + cast(:open as interval)) >= cast(:lowest as timestamptz)"
            + " and :officer = any(officers)";

    /** The recordings of that time, and then those of the officers; no index can help with their ids. */
    private static final String RECORDINGS_BY_TIME =
            "select r.id from incident i join recording r on r.state = 'DEPOSITED'"
                    + " and r.recorded_from >= i.began_at - cast(:buffer as interval) - interval '24 hours'"
                    + " and r.recorded_from <= coalesce(i.ended_at, i.began_at + cast(:open as interval)) + cast(:buffer as interval)"
                    + " and r.recorded_until >= i.began_at - cast(:buffer as interval) and r.officer || '' = any(i.officers)"
                    + " where i.reference = any(:references)";

    private final Handle handle;
    private final int samples;

    private IncidentLookups(Handle handle, int samples) {
        this.handle = handle;
        this.samples = samples;
    }

    private record Recording(String officer, String lowest, String highest) {}

    /** Times of one way, in milliseconds, in order. */
    private record Times(String name, List<Double> sorted, double found) {
        double at(double share) {
            return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
        }
    }

    private interface Look {
        int find(int sample);
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Options options = new Options(arguments, Set.of("recordings", "incidents", "samples"), Set.of());
            int recordings = options.number("recordings", 5_000_000);
            int incidents = options.number("incidents", 1_000_000);
            Path home = Path.of(System.getProperty("docket.install"))
                    .resolve("target")
                    .resolve("bench")
                    .resolve("incidents");
            Folders.delete(home);
            Files.createDirectories(home);
            try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(home, 0, Role.OWNER)) {
                Flyway.configure()
                        .dataSource(server.jdbcUrl(), null, null)
                        .load()
                        .migrate();
                try (Handle handle = Jdbi.create(server.jdbcUrl()).open()) {
                    handle.execute("set plan_cache_mode = force_custom_plan");
                    new IncidentLookups(handle, options.number("samples", 1_000)).run(recordings, incidents);
                }
            } finally {
                Folders.delete(home);
            }
        } catch (Options.WrongUsage e) {
            System.err.println("bench/incidents: " + e.getMessage() + ". 'bench/incidents --help' says what there is.");
            System.exit(2);
        }
    }

    private void run(long recordings, long incidents) {
        IncidentFill fill = new IncidentFill(handle, recordings, incidents);
        handle.execute("select setseed(0.4417)");
        // What the other way would use.
        handle.execute("create index bench_incident_time on incident (began_at)");
        handle.execute(
                "create index bench_recording_time on recording (recorded_from) include (recorded_until, officer, id)"
                        + " where state = 'DEPOSITED'");
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version()
                + ", load of the machine " + load());
        measure(fill, 0, 1);
        measure(fill, 1, 10);
        plans();
    }

    private void measure(IncidentFill fill, int from, int to) {
        long begun = System.nanoTime();
        fill.fill(from, to);
        System.out.printf(
                Locale.ROOT,
                "%n%,d recordings, %,d incidents, database %s (filled in %d s, load %s)%n",
                number("select count(*) from recording"),
                number("select count(*) from incident"),
                text("select pg_size_pretty(pg_database_size(current_database()))"),
                (System.nanoTime() - begun) / 1_000_000_000,
                load());
        System.out.printf("%-44s %10s %10s %10s %10s%n", "", "median ms", "p99 ms", "most ms", "found");
        List<Recording> recordings = recordings();
        print(times(
                "incidents of a recording",
                sample -> incidentsOf(List.of(recordings.get(sample))),
                "  by time alone",
                sample -> incidentsByTime(recordings.get(sample))));
        List<String> references = references();
        print(times(
                "recordings of an incident",
                sample -> recordingsOf(references.get(sample)),
                "  by time alone",
                sample -> recordingsByTime(references.get(sample))));
        pages(recordings, references);
        print(List.of(new Times(
                "incidents of 64 recordings in one look",
                time(samples / OFTENER, sample -> incidentsOf(recordings.subList(0, Math.min(64, samples)))),
                Double.NaN)));
    }

    /** Both in turn: whatever else the machine does, it does to both. */
    private List<Times> times(String name, Look look, String otherName, Look other) {
        int found = 0;
        int otherFound = 0;
        List<Double> times = new ArrayList<>();
        List<Double> otherTimes = new ArrayList<>();
        for (int sample = 0; sample < Math.min(WARM_UP, samples); sample++) {
            look.find(sample);
        }
        for (int sample = 0; sample < samples; sample++) {
            long begun = System.nanoTime();
            found += look.find(sample);
            times.add((System.nanoTime() - begun) / 1e6);
            if (sample % OFTENER == 0) {
                begun = System.nanoTime();
                otherFound += other.find(sample);
                otherTimes.add((System.nanoTime() - begun) / 1e6);
            }
        }
        Collections.sort(times);
        Collections.sort(otherTimes);
        return List.of(
                new Times(name, times, (double) found / samples),
                new Times(otherName, otherTimes, (double) otherFound / otherTimes.size()));
    }

    private static List<Double> time(int times, Look look) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < Math.max(1, times); i++) {
            long begun = System.nanoTime();
            look.find(i);
            all.add((System.nanoTime() - begun) / 1e6);
        }
        Collections.sort(all);
        return all;
    }

    private static void print(List<Times> times) {
        for (Times one : times) {
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %10.3f %10.3f %10.3f %10s%n",
                    one.name(),
                    one.at(0.5),
                    one.at(0.99),
                    one.at(1),
                    Double.isNaN(one.found()) ? "" : String.format(Locale.ROOT, "%.2f", one.found()));
        }
        if (times.size() > 1) {
            System.out.printf(
                    Locale.ROOT,
                    "  ratio of the medians %.0f%n",
                    times.get(1).at(0.5) / times.get(0).at(0.5));
        }
    }

    private List<Recording> recordings() {
        return handle.createQuery("select officer, recorded_from - cast(:buffer as interval) as lowest,"
                        + " recorded_until + cast(:buffer as interval) as highest from recording"
                        + " tablesample bernoulli (least(100, 300.0 * :samples / :all)) order by md5(id::text)"
                        + " limit :samples")
                .bind("samples", samples)
                .bind("all", number("select count(*) from recording"))
                .bind("buffer", BUFFER.toString())
                .map((row, context) -> new Recording(
                        row.getString("officer"),
                        row.getTimestamp("lowest").toInstant().toString(),
                        row.getTimestamp("highest").toInstant().toString()))
                .list();
    }

    private List<String> references() {
        return handle.createQuery("select reference from incident order by md5(reference) limit :samples")
                .bind("samples", samples)
                .mapTo(String.class)
                .list();
    }

    private int incidentsOf(List<Recording> recordings) {
        return bindIncidents(handle.createQuery(Lookup.INCIDENTS_OF_RECORDINGS), recordings)
                .map((row, context) -> row.getString("reference"))
                .list()
                .size();
    }

    private static Query bindIncidents(Query query, List<Recording> recordings) {
        return query.bindArray(
                        "officers",
                        String.class,
                        recordings.stream().map(Recording::officer).toList())
                .bindArray(
                        "lowest",
                        String.class,
                        recordings.stream().map(Recording::lowest).toList())
                .bindArray(
                        "highest",
                        String.class,
                        recordings.stream().map(Recording::highest).toList())
                .bindArray("incidents", String.class, (Object[]) new String[recordings.size()])
                .bind("open", "PT12H")
                .bind("longest", "PT168H")
                .bind("most", 200);
    }

    private int incidentsByTime(Recording recording) {
        return bindByTime(handle.createQuery(INCIDENTS_BY_TIME), recording)
                .map((row, context) -> row.getString("reference"))
                .list()
                .size();
    }

    private static Query bindByTime(Query query, Recording recording) {
        return query.bind("officer", recording.officer())
                .bind("lowest", recording.lowest())
                .bind("highest", recording.highest())
                .bind("open", "PT12H")
                .bind("longest", "PT168H");
    }

    private int recordingsOf(String reference) {
        return bindAll(handle.createQuery(Lookup.RECORDINGS_OF_INCIDENTS), reference)
                .map((row, context) -> row.getString(1))
                .list()
                .size();
    }

    private int recordingsByTime(String reference) {
        return bindRecordings(handle.createQuery(RECORDINGS_BY_TIME), reference)
                .map((row, context) -> row.getString(1))
                .list()
                .size();
    }

    private static Query bindAll(Query query, String reference) {
        return bindRecordings(query, reference).bind("longest", "PT168H").bind("recording", "PT24H");
    }

    private static Query bindRecordings(Query query, String reference) {
        return query.bindArray("references", String.class, List.of(reference))
                .bind("open", "PT12H")
                .bind("buffer", BUFFER.toString());
    }

    /** What a look costs however busy the machine is. */
    private void pages(List<Recording> recordings, List<String> references) {
        print(
                "pages for the incidents of a recording",
                sample -> bindIncidents(
                        handle.createQuery(EXPLAIN + Lookup.INCIDENTS_OF_RECORDINGS), List.of(recordings.get(sample))));
        print(
                "  by time alone",
                sample -> bindByTime(handle.createQuery(EXPLAIN + INCIDENTS_BY_TIME), recordings.get(sample)));
        print(
                "pages for the recordings of an incident",
                sample ->
                        bindAll(handle.createQuery(EXPLAIN + Lookup.RECORDINGS_OF_INCIDENTS), references.get(sample)));
        print(
                "  by time alone",
                sample -> bindRecordings(handle.createQuery(EXPLAIN + RECORDINGS_BY_TIME), references.get(sample)));
    }

    private void print(String name, IntFunction<Query> explained) {
        List<Double> pages = new ArrayList<>();
        for (int sample = 0; sample < Math.min(PAGES_OF, samples); sample++) {
            String first = explained.apply(sample).mapTo(String.class).stream()
                    .filter(line -> line.contains("Buffers:"))
                    .findFirst()
                    .orElse("");
            pages.add(PAGES.matcher(first)
                    .results()
                    .mapToDouble(found -> Double.parseDouble(found.group(1)))
                    .sum());
        }
        Collections.sort(pages);
        Times times = new Times(name, pages, Double.NaN);
        System.out.printf(
                Locale.ROOT, "%-44s %10.0f %10.0f %10.0f%n", name, times.at(0.5), times.at(0.99), times.at(1));
    }

    private void plans() {
        Recording recording = recordings().stream()
                .filter(one -> incidentsOf(List.of(one)) > 0)
                .findFirst()
                .orElseThrow();
        String reference = references().get(0);
        plan(
                "incidents of a recording",
                bindIncidents(handle.createQuery(EXPLAIN + Lookup.INCIDENTS_OF_RECORDINGS), List.of(recording)));
        plan(
                "recordings of an incident",
                bindAll(handle.createQuery(EXPLAIN + Lookup.RECORDINGS_OF_INCIDENTS), reference));
        plan(
                "incidents of a recording, by time alone",
                bindByTime(handle.createQuery(EXPLAIN + INCIDENTS_BY_TIME), recording));
        plan(
                "recordings of an incident, by time alone",
                bindRecordings(handle.createQuery(EXPLAIN + RECORDINGS_BY_TIME), reference));
    }

    private static void plan(String title, Query query) {
        System.out.println("\n" + title);
        query.mapTo(String.class).forEach(line -> System.out.println("  " + line));
    }

    private long number(String sql) {
        return handle.createQuery(sql).mapTo(Long.class).one();
    }

    private String text(String sql) {
        return handle.createQuery(sql).mapTo(String.class).one();
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
