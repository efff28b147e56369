package org.docket.monitoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The notices for people, which the broker gets as CloudEvents. A notice is written in the transaction of what it tells of, so that none
 * is forgotten, and is sent at least once, always under the same id.
 */
public final class Notices {
    public static final String TYPE = "docket.notice.v1";

    private static final URI SOURCE = URI.create("urn:docket");
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** What another hub claimed a moment ago was not put off by a clock that has been set back since. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Clock clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Notices(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** One that is to be sent. */
    public record Pending(UUID id, String message) {}

    /** Writes a notice. */
    public void add(Handle handle, Notice notice) {
        UUID id = ids.generate();
        Instant now = clock.instant();
        handle.createUpdate("insert into notice (id, message, created_at, next_attempt_at)"
                        + " values (:id, :message, :now, :now)")
                .bind("id", id)
                .bind("message", message(id, notice, now))
                .bind("now", now)
                .execute();
    }

    /** Writes several notices, in their order. */
    public void addAll(Handle handle, List<Notice> several) {
        if (several.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Pending> written = several.stream()
                .map(notice -> {
                    UUID id = ids.generate();
                    return new Pending(id, message(id, notice, now));
                })
                .toList();
        handle.createUpdate("insert into notice (id, message, created_at, next_attempt_at)"
                        + " select id, message, :now, :now from unnest(:ids, :messages) with ordinality"
                        + " as new (id, message, place) order by place")
                .bind("now", now)
                .bindArray("ids", UUID.class, written.stream().map(Pending::id).toList())
                .bindArray(
                        "messages",
                        String.class,
                        written.stream().map(Pending::message).toList())
                .execute();
    }

    private static String message(UUID id, Notice notice, Instant at) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("kind", notice.kind().word());
        UUID recording = notice.recordingId();
        if (recording != null) {
            data.put("recordingId", recording.toString());
        }
        if (notice.dock() != null) {
            data.put("dock", notice.dock());
        }
        data.put("what", notice.what());
        data.put("remedy", notice.remedy());
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(id.toString())
                .withSource(SOURCE)
                .withType(TYPE)
                .withTime(at.atOffset(ZoneOffset.UTC))
                .withData("application/json", JsonCloudEventData.wrap(data));
        if (recording != null) {
            event.withSubject(recording.toString());
        }
        return new String(new JsonFormat().serialize(event.build()), StandardCharsets.UTF_8);
    }

    /** Takes notices that are to be sent, oldest first. Nobody else gets them for half a minute, after which they come again. */
    public List<Pending> claim(int limit) {
        Instant now = clock.instant();
        return jdbi.inTransaction(
                handle -> handle.createQuery("with next as (select id from notice where sent_at is null"
                                + " and (next_attempt_at <= :now or next_attempt_at > :stray) order by position limit :limit for update skip locked),"
                                + " claimed as (update notice set next_attempt_at = :again where id in (select id from next)"
                                + " returning id, position, message) select id, message from claimed order by position")
                        .bind("now", now)
                        .bind("again", now.plus(RETRY))
                        .bind("stray", now.plus(RETRY).plus(CLOCKS_APART))
                        .bind("limit", limit)
                        .map((row, context) -> new Pending(row.getObject("id", UUID.class), row.getString("message")))
                        .list());
    }

    /** The broker has the message on its disk. */
    public void sent(Pending notice) {
        jdbi.useHandle(handle -> handle.createUpdate("update notice set sent_at = :now where id = :id")
                .bind("now", clock.instant())
                .bind("id", notice.id())
                .execute());
    }
}
