package org.docket.enrich;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.Optional;
import org.docket.catalogue.Json;
import org.docket.intake.DurableFile;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the incidents of CSV files that are dropped into a folder. Rows that are wrong are named in a file beside it, and the others
 * count. A file is put away when all of it is taken: one that was cut short is read again, and changes nothing a second time.
 */
public final class IncidentDrops {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentDrops.class);
    private static final String DONE = ".done";
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
     * Takes the incidents of a file, and puts it away.
     *
     * @throws IOException if it cannot be read from the disk; it stays where it is
     */
    public void read(File dropped) throws IOException {
        Path path = dropped.toPath();
        Report report = new Reading(path).read();
        Path problems = path.resolveSibling(path.getFileName() + ".problems.json");
        if (report.wrong() > 0) {
            DurableFile.write(
                    problems, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
            LOG.warn("{}: {} incidents were taken, {} rows are wrong", path, report.taken(), report.wrong());
            jdbi.useTransaction(handle -> notices.add(
                    handle,
                    Notice.of(
                            Notice.Kind.INCIDENTS_REFUSED,
                            "a file with incidents has " + report.wrong() + " rows that are wrong",
                            "see " + problems + ", correct these rows, and drop them again")));
        } else {
            Files.deleteIfExists(problems);
            LOG.info("{}: {} incidents were taken", path, report.taken());
        }
        Path done = Files.createDirectories(path.resolveSibling(DONE));
        Files.move(
                path,
                done.resolve(STAMP.format(clock.instant()) + "-" + path.getFileName()),
                StandardCopyOption.ATOMIC_MOVE);
    }

    private final class Reading {
        private final Path path;
        private final Instant saidAt;
        private final List<Incident> gathered = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private long taken;
        private long wrong;

        Reading(Path path) throws IOException {
            this.path = path;
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
            return new Report(String.valueOf(path.getFileName()), clock.instant(), taken, wrong, problems);
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
