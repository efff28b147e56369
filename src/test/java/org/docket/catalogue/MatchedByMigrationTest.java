package org.docket.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestParts;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Recordings that were deposited before there were incidents are matched by the same as those that come later. */
class MatchedByMigrationTest {
    private static final Instant FROM = Instant.parse("2026-03-14T18:15:02.25Z");

    @Test
    void fillsInByWhatEarlierRecordingsAreMatched() {
        String url = TestParts.newDatabase();
        Flyway.configure().dataSource(url, null, null).target("4").load().migrate();
        List<Recording> before = new ArrayList<>();
        before.add(Recordings.retained(UUID.randomUUID()));
        before.add(Recordings.unretained(UUID.randomUUID()));
        before.add(with(" mp 74 21 ", null, null, RecordedTime.Source.NAME));
        before.add(with("MP1", null, 61.5, RecordedTime.Source.CONTAINER));
        before.add(with("MP2", FROM.minusSeconds(1), 61.5, RecordedTime.Source.SIDECAR));
        before.add(with("MP3", FROM.plusSeconds(200_000), null, RecordedTime.Source.SIDECAR));
        before.add(with("MP4", null, 200_000.0, RecordedTime.Source.SIDECAR));
        before.add(with("MP5", FROM.plusSeconds(60), null, RecordedTime.Source.ARRIVAL));
        before.add(with("x".repeat(101), null, null, RecordedTime.Source.SIDECAR));
        for (String year : List.of("0000", "-0001", "0999", "1900", "9999", "+10000")) {
            Instant then = Instant.parse(year + "-06-01T10:00:00Z");
            before.add(with("MP6", then, 61.5, RecordedTime.Source.SIDECAR));
            before.add(at(then, "MP7", then.plusSeconds(60), null, RecordedTime.Source.SIDECAR));
        }
        before.add(with("MP8", null, 1e300, RecordedTime.Source.CONTAINER));
        before.add(with("MP8", null, -7.5, RecordedTime.Source.CONTAINER));
        try (Handle handle = Jdbi.create(url).open()) {
            before.forEach(recording -> insert(handle, recording));

            Flyway.configure().dataSource(url, null, null).load().migrate();

            for (Recording recording : before) {
                assertThat(matchedBy(handle, recording.id()))
                        .as("%s", recording.facts())
                        .isEqualTo(MatchedBy.of(recording.facts()));
            }
            assertThat(new Catalogue(Jdbi.create(url)).list(null, 100))
                    .hasSameSizeAs(before)
                    .allSatisfy(recording -> assertThat(recording.categories()).containsExactly("unclassified"));
        }
    }

    private static Recording with(
            String officer, @Nullable Instant endedAt, @Nullable Double seconds, RecordedTime.Source source) {
        return at(FROM, officer, endedAt, seconds, source);
    }

    private static Recording at(
            Instant from,
            String officer,
            @Nullable Instant endedAt,
            @Nullable Double seconds,
            RecordedTime.Source source) {
        Media media =
                new Media("video/mp4", seconds, null, null, null, null, null, null, null, null, null, null, null, null);
        return Recordings.unretained(
                UUID.randomUUID(),
                new Facts(
                        "brixton-dock-1",
                        null,
                        null,
                        "a.mp4",
                        731,
                        FROM.plusSeconds(30_000),
                        new RecordedTime(from, source),
                        endedAt,
                        null,
                        new Officer(officer, null, null, null),
                        null,
                        "i".repeat(source == RecordedTime.Source.NAME ? 251 : 250),
                        List.of(),
                        null,
                        null,
                        media,
                        List.of(),
                        List.of(),
                        null));
    }

    private static void insert(Handle handle, Recording recording) {
        handle.createUpdate("insert into recording (id, state, dock, name, bytes, sha256, category, retained, due_at,"
                        + " review_at, received_at, deposited_at, blob, facts) values (:id, 'DEPOSITED', :dock, :name, :bytes,"
                        + " :sha256, 'unclassified', :retained, :due, :review, :received, :received, 'b',"
                        + " cast(:facts as jsonb))")
                .bind("id", recording.id())
                .bind("dock", recording.dock())
                .bind("name", recording.name())
                .bind("bytes", recording.bytes())
                .bind("sha256", recording.sha256())
                .bind("retained", recording.retained())
                .bind("due", recording.dueAt())
                .bind("review", recording.reviewAt())
                .bind("received", recording.receivedAt())
                .bind("facts", Json.write(recording.facts()))
                .execute();
    }

    private static MatchedBy matchedBy(Handle handle, UUID id) {
        return handle.select("select officer, recorded_from, recorded_until, incident from recording where id = ?", id)
                .map((row, context) -> new MatchedBy(
                        row.getString("officer"),
                        instant(row.getTimestamp("recorded_from")),
                        instant(row.getTimestamp("recorded_until")),
                        row.getString("incident")))
                .one();
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
