package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.monitoring.Notices;
import org.docket.testkit.Recordings;
import org.docket.testkit.Schemas;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Each date is told of once, as often as there are notice periods, and only while it is to come. */
class DateNoticesTest {
    private static final DataSource DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = Jdbi.create(DATABASE);
    private static final RetentionRules RULES = RetentionRules.of(Path.of("retention.yaml"), """
            zone: Europe/London
            decisions: {retain: {review: P5M}, release: {keep: P21D}}
            categories:
              usual: {title: U, keep: P31D}
              quiet: {title: Q, keep: P31D, notices: []}
              brief: {title: B, keep: P3D}
              proof: {title: P, keep: until-review, review: P6M}
            """);

    private final Catalogue catalogue = new Catalogue(JDBI);

    @Test
    void tellsOnceForEachNoticePeriodBeforeARecordingIsDue() {
        Recording recording = deposit("usual", "2026-05-20T10:00:00Z");

        assertThat(told(recording, "2026-05-13T09:59:59Z")).isEmpty();
        assertThat(told(recording, "2026-05-13T10:00:00Z")).containsExactly("expiring");
        assertThat(told(recording, "2026-05-13T11:00:00Z")).hasSize(1);
        assertThat(told(recording, "2026-05-19T09:59:59Z")).hasSize(1);
        assertThat(told(recording, "2026-05-19T10:00:00Z")).hasSize(2);
        assertThat(told(recording, "2026-05-20T10:00:00Z")).hasSize(2);
    }

    @Test
    void countsNoticePeriodsOnTheLocalCalendar() {
        Recording recording = deposit("usual", "2026-10-28T10:00:00Z");

        assertThat(told(recording, "2026-10-21T08:59:59Z")).isEmpty();
        assertThat(told(recording, "2026-10-21T09:00:00Z")).hasSize(1);
    }

    @Test
    void tellsOnceWhenSeveralPeriodsHaveBegunSinceTheLastLook() {
        Recording recording = deposit("usual", "2026-06-20T10:00:00Z");

        assertThat(told(recording, "2026-06-20T09:00:00Z")).hasSize(1);
        assertThat(told(recording, "2026-06-20T09:30:00Z")).hasSize(1);
    }

    @Test
    void tellsAnewOfARecordingWhoseDateMoved() {
        Recording recording = deposit("usual", "2026-07-20T10:00:00Z");
        told(recording, "2026-07-14T10:00:00Z");
        JDBI.useHandle(handle -> catalogue.setDue(handle, recording.id(), Instant.parse("2026-08-20T10:00:00Z"), null));

        assertThat(told(recording, "2026-07-19T20:00:00Z")).hasSize(1);
        assertThat(told(recording, "2026-08-14T10:00:00Z")).hasSize(2);
        assertThat(told(recording, "2026-08-19T20:00:00Z")).hasSize(3);
    }

    @Test
    void tellsAnewOfADateThatComesBack() {
        Recording recording = deposit("usual", "2026-05-20T10:00:00Z");
        Instant due = Instant.parse("2026-05-20T10:00:00Z");
        assertThat(told(recording, "2026-05-14T10:00:00Z")).hasSize(1);

        JDBI.useHandle(handle -> {
            catalogue.retained(handle, recording.id(), Instant.parse("2026-10-14T10:00:00Z"));
            catalogue.released(handle, recording.id(), due, due, null);
        });

        assertThat(told(recording, "2026-05-15T10:00:00Z")).hasSize(2);
        assertThat(told(recording, "2026-05-15T11:00:00Z")).hasSize(2);
    }

    @Test
    void tellsOfADateThatMovesIntoAPeriodOrIsOverAlready() {
        Recording near = deposit("usual", "2026-06-20T10:00:00Z");
        Recording over = deposit("usual", "2026-06-20T11:00:00Z");
        Recording quiet = deposit("quiet", "2026-06-20T12:00:00Z");
        Recording later = deposit("usual", "2026-06-30T13:00:00Z");
        look("2026-05-20T10:00:00Z");
        JDBI.useHandle(handle -> {
            catalogue.setDue(handle, near.id(), Instant.parse("2026-05-21T10:00:00Z"), null);
            catalogue.setDue(handle, over.id(), Instant.parse("2026-05-02T10:00:00Z"), null);
            catalogue.setDue(handle, quiet.id(), Instant.parse("2026-05-02T10:00:00Z"), null);
            catalogue.setDue(handle, later.id(), Instant.parse("2026-06-10T10:00:00Z"), null);
        });

        assertThat(told(near, "2026-05-20T11:00:00Z")).hasSize(1);
        assertThat(messages(over)).singleElement().satisfies(message -> assertThat(
                        message.at("/data/what").asText())
                .isEqualTo("it may be disposed of from 2026-05-02T10:00:00Z on: its time as usual is over"));
        assertThat(messages(quiet)).isEmpty();
        assertThat(messages(later)).isEmpty();
        assertThat(number(JDBI, "select count(*) from date_moved")).isZero();
        look("2026-05-25T10:00:00Z");
        assertThat(messages(over)).hasSize(1);
        assertThat(told(later, "2026-06-04T10:00:00Z")).hasSize(1);
    }

    @Test
    void tellsOfACategoryThatTheRulesDoNotKnowAnyMoreAsIsUsual() {
        Recording recording = deposit("forgotten", "2026-05-20T10:00:00Z");

        assertThat(told(recording, "2026-05-13T09:59:59Z")).isEmpty();
        assertThat(told(recording, "2026-05-13T10:00:00Z")).containsExactly("expiring");
        assertThat(told(recording, "2026-05-19T10:00:00Z")).hasSize(2);
    }

    @Test
    void tellsNothingOfCategoriesWithoutNoticesNorForLongerThanACategoryIsKeptNorOfWhatIsRetained() {
        Recording quiet = deposit("quiet", "2026-05-20T10:00:00Z");
        Recording brief = deposit("brief", "2026-05-20T10:00:00Z");
        Recording retained = deposit("usual", "2026-05-20T10:00:00Z");
        JDBI.useHandle(handle -> catalogue.retained(handle, retained.id(), Instant.parse("2027-05-20T10:00:00Z")));

        assertThat(told(brief, "2026-05-17T20:00:00Z")).isEmpty();
        assertThat(told(quiet, "2026-05-19T20:00:00Z")).isEmpty();
        assertThat(told(brief, "2026-05-19T20:00:00Z")).hasSize(1);
        assertThat(told(retained, "2026-05-19T20:00:00Z")).isEmpty();
    }

    @Test
    void saysOfARecordingThatIsHeldThatItWouldNotGo() {
        Recording held = deposit("usual", "2026-05-20T10:00:00Z");
        Recording free = deposit("usual", "2026-05-20T10:00:00Z");
        JDBI.useHandle(handle -> handle.execute(
                "insert into hold (recording_id, kind, reference, held_by, reason, held_at)"
                        + " values (?, 'legal', 'R v Smith', 'DCI Rao', 'the court asks', ?)",
                held.id(),
                Instant.parse("2026-05-01T10:00:00Z").atOffset(ZoneOffset.UTC)));
        look("2026-05-15T10:00:00Z");

        assertThat(messages(held)).singleElement().satisfies(message -> {
            assertThat(message.at("/data/what").asText())
                    .startsWith("it may be disposed of from 2026-05-20T10:00:00Z on: its time as usual ends then")
                    .endsWith("but it is held, and is not disposed of while it is");
            assertThat(message.toString()).doesNotContain("R v Smith", "Rao");
            assertThat(Schemas.errors("messages/" + Notices.TYPE + ".schema.json", message.toString()))
                    .isEmpty();
        });
        assertThat(messages(free)).singleElement().satisfies(message -> assertThat(
                        message.at("/data/what").asText())
                .doesNotContain("held"));
    }

    @Test
    void saysOnceForEachDateThatAReviewIsDue() {
        Recording recording = Recordings.retained(UUID.randomUUID())
                .change()
                .category("proof", List.of("proof"))
                .dates(true, null, Instant.parse("2026-09-14T10:00:00Z"))
                .build();
        JDBI.useHandle(handle -> Recordings.deposit(handle, catalogue, recording));

        assertThat(told(recording, "2026-09-14T09:59:59Z")).isEmpty();
        assertThat(told(recording, "2026-09-14T10:00:00Z")).containsExactly("review-due");
        assertThat(told(recording, "2026-12-14T10:00:00Z")).hasSize(1);
        JDBI.useHandle(handle -> catalogue.retained(handle, recording.id(), Instant.parse("2027-01-14T10:00:00Z")));
        assertThat(told(recording, "2027-01-13T10:00:00Z")).hasSize(1);
        assertThat(told(recording, "2027-01-14T10:00:00Z")).containsExactly("review-due", "review-due");
    }

    @Test
    void tellsOfMoreThanAPageOnceEachAlthoughSeveralHubsLookAtTheSameTime() {
        DataSource own = TestDatabase.create();
        Jdbi jdbi = Jdbi.create(own);
        Catalogue recordings = new Catalogue(jdbi);
        List<Recording> all = IntStream.range(0, 1_203)
                .mapToObj(number ->
                        recording("usual", Instant.parse("2026-05-20T10:00:00Z").plusSeconds(number / 100)))
                .toList();
        jdbi.useTransaction(handle -> {
            all.forEach(one -> Recordings.receive(handle, recordings, one));
            recordings.deposited(handle, all);
        });

        Stream.of(1, 2, 3).parallel().forEach(hub -> look(jdbi, recordings, "2026-05-15T10:00:00Z"));
        look(jdbi, recordings, "2026-05-15T11:00:00Z");

        assertThat(number(jdbi, "select count(*) from notice")).isEqualTo(1_203);
        assertThat(number(
                        jdbi, "select count(distinct cast(message as jsonb) -> 'data' ->> 'recordingId') from notice"))
                .isEqualTo(1_203);
        look(jdbi, recordings, "2026-05-22T10:00:00Z");
        assertThat(number(jdbi, "select count(*) from retention_notice")).isZero();
    }

    private static long number(Jdbi jdbi, String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    private Recording deposit(String category, String due) {
        Recording recording = recording(category, Instant.parse(due));
        JDBI.useHandle(handle -> Recordings.deposit(handle, catalogue, recording));
        return recording;
    }

    private static Recording recording(String category, Instant due) {
        return Recordings.unretained(UUID.randomUUID())
                .change()
                .category(category, List.of(category))
                .dates(false, due, null)
                .build();
    }

    private List<String> told(Recording recording, String now) {
        look(now);
        return messages(recording).stream()
                .map(message -> message.at("/data/kind").asText())
                .toList();
    }

    private void look(String now) {
        look(JDBI, catalogue, now);
    }

    private static void look(Jdbi jdbi, Catalogue catalogue, String now) {
        Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
        new DateNotices(jdbi, catalogue, new Notices(jdbi, clock), () -> RULES, clock).tell();
    }

    private static List<JsonNode> messages(Recording recording) {
        return JDBI.withHandle(
                handle -> handle.createQuery("select message from notice where message like :id order by position")
                        .bind("id", "%" + recording.id() + "%")
                        .mapTo(String.class)
                        .map(message -> Json.read(message, JsonNode.class))
                        .list());
    }
}
