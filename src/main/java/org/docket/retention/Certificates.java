package org.docket.retention;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.docket.vault.CustodyContainer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Writes certificates, keeps them in the container {@code custody}, and finds them again. */
public final class Certificates {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String LINES = "application/x-ndjson";
    private static final String COLUMNS = "select recording_id, blob, line, content from certificate ";

    private final Jdbi jdbi;
    private final CustodyContainer custody;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Certificates(Jdbi jdbi, CustodyContainer custody) {
        this.jdbi = jdbi;
        this.custody = custody;
    }

    /** What became of looking a certificate up. */
    public sealed interface Found {
        /** Catalogue and vault have the same. */
        record Same(Certificate certificate) implements Found {}

        /** The vault has none, or another one. */
        record Differs(Certificate certificate, String what) implements Found {}

        /** There is none: the recording is not disposed of. */
        record None() implements Found {}
    }

    /**
     * Certificates.
     *
     * @param files the blobs that hold them, each with all that belongs into it
     */
    record Issued(List<Certificate> certificates, List<Certificate.File> files) {}

    /** The certificates of these disposals: written once, and the same however often they are asked for. */
    Issued issue(Handle handle, UUID run, List<Condemned> condemned, Instant now) {
        List<Certificate> known =
                of(handle, condemned.stream().map(Condemned::recordingId).toList());
        Set<UUID> certified = known.stream().map(Certificate::recordingId).collect(Collectors.toSet());
        List<Certificate> fresh = fresh(
                run,
                condemned.stream()
                        .filter(one -> !certified.contains(one.recordingId()))
                        .toList(),
                now);
        write(handle, fresh, now);
        List<Certificate> all = new ArrayList<>(known);
        all.addAll(fresh);
        List<Certificate.File> files = new ArrayList<>(files(handle, known));
        if (!fresh.isEmpty()) {
            files.add(new Certificate.File(fresh.get(0).blob(), text(fresh)));
        }
        return new Issued(all, files);
    }

    private List<Certificate> fresh(UUID run, List<Condemned> condemned, Instant now) {
        // A run can go on in another hub, so that counting would give names twice.
        String blob = "certificates/" + DAY.format(now) + '/' + run + '/' + ids.generate() + ".jsonl";
        return IntStream.range(0, condemned.size())
                .mapToObj(place -> new Certificate(
                        condemned.get(place).recordingId(),
                        blob,
                        place + 1,
                        Certificate.content(condemned.get(place), now)))
                .toList();
    }

    private static void write(Handle handle, List<Certificate> fresh, Instant now) {
        if (fresh.isEmpty()) {
            return;
        }
        handle.createUpdate("insert into certificate (recording_id, content, issued_at, blob, line)"
                        + " select id, content, :now, :blob, line from unnest(:ids, :contents, :lines)"
                        + " as new (id, content, line)")
                .bind("now", now)
                .bind("blob", fresh.get(0).blob())
                .bindArray("ids", UUID.class, column(fresh, Certificate::recordingId))
                .bindArray("contents", String.class, column(fresh, Certificate::content))
                .bindArray("lines", Integer.class, column(fresh, Certificate::line))
                .execute();
    }

    private static <T> List<T> column(List<Certificate> certificates, Function<Certificate, T> value) {
        return certificates.stream().map(value).toList();
    }

    private static List<Certificate> of(Handle handle, List<UUID> recordings) {
        return handle.createQuery(COLUMNS + "where recording_id = any(:ids)")
                .bindArray("ids", UUID.class, recordings)
                .map(Certificates::row)
                .list();
    }

    private static List<Certificate.File> files(Handle handle, List<Certificate> certificates) {
        List<Certificate.File> files = new ArrayList<>();
        Set<String> blobs = certificates.stream().map(Certificate::blob).collect(Collectors.toSet());
        for (String blob : blobs) {
            List<Certificate> known = handle.createQuery(COLUMNS + "where blob = :blob order by line")
                    .bind("blob", blob)
                    .map(Certificates::row)
                    .list();
            files.add(new Certificate.File(blob, text(known)));
        }
        return files;
    }

    private static String text(List<Certificate> certificates) {
        Certificate first = certificates.get(0);
        return first.line() == null
                ? first.content()
                : certificates.stream()
                        .map(certificate -> certificate.content() + '\n')
                        .collect(Collectors.joining());
    }

    /** Puts a blob of certificates into the container {@code custody}; again is fine. */
    void keep(Certificate.File file) {
        custody.keep(file.blob(), file.blob().endsWith(".jsonl") ? LINES : "application/json", file.text());
    }

    /** The certificate of a recording, as the catalogue has it. */
    public Optional<Certificate> find(UUID recordingId) {
        return jdbi.withHandle(
                handle -> of(handle, List.of(recordingId)).stream().findFirst());
    }

    /** The certificate of a recording, compared with what the vault has. */
    public Found compare(UUID recordingId) {
        Optional<Certificate> known = find(recordingId);
        if (known.isEmpty()) {
            return new Found.None();
        }
        Certificate certificate = known.get();
        Optional<String> kept = custody.read(certificate.blob()).map(certificate::in);
        if (kept.isEmpty()) {
            return new Found.Differs(certificate, "the vault does not hold " + certificate.blob());
        }
        return kept.get().equals(certificate.content())
                ? new Found.Same(certificate)
                : new Found.Differs(certificate, "the vault holds another text in " + certificate.blob());
    }

    private static Certificate row(ResultSet row, StatementContext context) throws SQLException {
        int line = row.getInt("line");
        return new Certificate(
                row.getObject("recording_id", UUID.class),
                row.getString("blob"),
                row.wasNull() ? null : line,
                row.getString("content"));
    }
}
