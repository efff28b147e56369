package org.docket.enrich;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.docket.catalogue.Json;
import org.docket.intake.DurableFile;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the incidents of CSV files that are dropped into a folder. A file is claimed first, then read, and put away when all of it is
 * taken: one that was cut short is read again, and changes nothing a second time. Rows that are wrong are named in a file beside the
 * dropped one, and the others count.
 */
public final class IncidentDrops {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentDrops.class);
    private static final String READING = ".reading";
    private static final String DONE = ".done";
    private static final Pattern CLAIMED = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{8}-(.+)", Pattern.DOTALL);
    private static final int ROWS_AT_ONCE = 500;
    private static final int MOST_PROBLEMS = 1_000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Incidents incidents;
    private final ZoneId zone;
    private final Jdbi jdbi;
    private final Notices notices;
    private final Clock clock;

    public IncidentDrops(
            Incidents incidents, EnrichConfiguration configuration, Jdbi jdbi, Notices notices, Clock clock) {
        this.incidents = incidents;
        this.zone = configuration.incidentsZone();
        this.jdbi = jdbi;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * A row that was not taken.
     *
     * @param line of the file, from 1
     */
    record Problem(long line, String reason) {}

    /** What became of a file, as it is written beside it. */
    record Report(String file, Instant readAt, long taken, long wrong, List<Problem> problems) {}

    /**
     * Takes a file that is whole out of the folder, under a name of its own: another one of its name may come at any time.
     *
     * @throws IOException if it cannot be moved; it stays where it is
     */
    public void claim(File dropped) throws IOException {
        Path path = dropped.toPath();
        Path reading = Files.createDirectories(path.resolveSibling(READING));
        String number = UUID.randomUUID().toString().substring(0, 8);
        Path claimed = reading.resolve(STAMP.format(clock.instant()) + "-" + number + "-" + path.getFileName());
        try {
            Files.move(path, claimed, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone: another hub reads it, or somebody took it away", path);
        }
    }

    /**
     * Takes the incidents of a claimed file, and puts it away.
     *
     * @throws IOException if it cannot be read from the disk or put away; it stays where it is, and can be read again
     */
    public void read(File claimed) throws IOException {
        Path path = claimed.toPath();
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent()).resolveSibling(DONE);
        Path done = Files.createDirectories(folder).resolve(String.valueOf(path.getFileName()));
        try {
            String name = nameOf(path);
            Report report = new Reading(path, name).read();
            Path problems = folder.resolveSibling(name + ".problems.json");
            if (report.wrong() > 0) {
                DurableFile.write(
                        problems, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
            } else {
                Files.deleteIfExists(problems);
            }
            putAway(path, done, report, problems);
            LOG.info("{}: {} incidents were taken, {} rows are wrong", name, report.taken(), report.wrong());
        } catch (NoSuchFileException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            LOG.debug("{} is gone: another hub has read it", path);
        }
    }

    /** Whoever moves it gives the notice: none is given before, or twice. */
    private void putAway(Path path, Path done, Report report, Path problems) throws IOException {
        if (report.wrong() == 0) {
            Files.move(path, done, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        jdbi.useTransaction(handle -> {
            notices.add(
                    handle,
                    Notice.of(
                            Notice.Kind.INCIDENTS_REFUSED,
                            "a file with incidents has " + report.wrong() + " rows that are wrong",
                            "see " + problems + ", correct these rows, and drop them again"));
            Files.move(path, done, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** The name under which it was dropped. */
    private static String nameOf(Path claimed) {
        String name = String.valueOf(claimed.getFileName());
        Matcher matcher = CLAIMED.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    private final class Reading {
        private final Path path;
        private final String name;
        private final Instant saidAt;
        private final List<Incident> gathered = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private long taken;
        private long wrong;

        Reading(Path path, String name) throws IOException {
            this.path = path;
            this.name = name;
            Instant written = Files.getLastModifiedTime(path).toInstant();
            Instant now = clock.instant();
            this.saidAt = written.isAfter(now) ? now : written;
        }

        Report read() throws IOException {
            try (CsvFile file = CsvFile.open(path, IncidentRow.COLUMNS)) {
                for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
                    read(row.get());
                }
            } catch (CsvFile.Unreadable e) {
                wrong(0, "not read any further: " + e.getMessage());
            }
            takeGathered();
            return new Report(name, clock.instant(), taken, wrong, problems);
        }

        private void read(CsvFile.Row row) {
            try {
                gathered.add(IncidentRow.read(row, zone, saidAt));
            } catch (Incident.Wrong e) {
                wrong(row.line(), String.valueOf(e.getMessage()));
            }
            if (gathered.size() == ROWS_AT_ONCE) {
                takeGathered();
            }
        }

        private void wrong(long line, String reason) {
            wrong++;
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(new Problem(line, reason));
            }
        }

        private void takeGathered() {
            incidents.take(gathered);
            taken += gathered.size();
            gathered.clear();
        }
    }
}
