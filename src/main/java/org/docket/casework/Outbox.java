package org.docket.casework;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.catalogue.Recording;
import org.docket.custody.Ledger;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/**
 * The handovers, from the change that causes them until the case system's answer. They are written with that change in one
 * transaction, so none is forgotten; the relay sends them at least once, always under the same id.
 */
public final class Outbox {
    private final Jdbi jdbi;
    private final Ledger ledger;
    private final CaseSystems systems;
    private final Vault vault;
    private final Clock clock;
    private final Duration retry;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Outbox(
            Jdbi jdbi,
            Ledger ledger,
            CaseSystems systems,
            Vault vault,
            Clock clock,
            CaseworkConfiguration configuration) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.systems = systems;
        this.vault = vault;
        this.clock = clock;
        this.retry = configuration.retry();
        jdbi.registerRowMapper(ConstructorMapper.factory(Handover.class));
    }

    /** Tells every case system that is to have recordings of its categories that a recording is retained. */
    public void retained(Handle handle, Recording recording) {
        retained(handle, List.of(recording));
    }

    /** The same for several recordings. */
    public void retained(Handle handle, List<Recording> recordings) {
        List<New> handovers = new ArrayList<>();
        for (Recording recording : recordings) {
            for (CaseSystem system : systems.receiving(recording.categories())) {
                handovers.add(handover(recording, system.id(), EvidenceMessage.RETAINED));
            }
        }
        add(handle, handovers);
    }

    /** Tells every case system that was told of the recording that something else happened to it. */
    public void follow(Handle handle, Recording recording, String type) {
        add(
                handle,
                told(handle, recording).stream()
                        .map(system -> handover(recording, system, type))
                        .toList());
    }

    /** The same of several recordings. */
    public void follow(Handle handle, List<Recording> recordings, String type) {
        if (recordings.isEmpty()) {
            return;
        }
        Map<UUID, Recording> byId =
                recordings.stream().collect(Collectors.toMap(Recording::id, recording -> recording));
        add(
                handle,
                handle.createQuery("select distinct recording_id, system from handover"
                                + " where recording_id = any(:ids) and type = :type order by recording_id, system")
                        .bindArray("ids", UUID.class, List.copyOf(byId.keySet()))
                        .bind("type", EvidenceMessage.RETAINED)
                        .map((row, context) -> handover(
                                Objects.requireNonNull(byId.get(row.getObject("recording_id", UUID.class))),
                                row.getString("system"),
                                type))
                        .list());
    }

    /**
     * Tells every case system that was told of the recording that more is known of it, and if it is retained those too that are to
     * have recordings of its category and were not told.
     */
    public void updated(Handle handle, Recording recording) {
        follow(handle, recording, EvidenceMessage.UPDATED);
        if (recording.retained()) {
            List<String> told = told(handle, recording);
            add(
                    handle,
                    systems.receiving(recording.categories()).stream()
                            .filter(system -> !told.contains(system.id()))
                            .map(system -> handover(recording, system.id(), EvidenceMessage.RETAINED))
                            .toList());
        }
    }

    /**
     * Tells the case systems that are to have recordings of its categories that a recording is retained, and those that were told of it
     * when it had other categories that more is known of it.
     */
    public void retainedAgain(Handle handle, Recording recording) {
        List<String> receiving = systems.receiving(recording.categories()).stream()
                .map(CaseSystem::id)
                .toList();
        add(
                handle,
                told(handle, recording).stream()
                        .filter(system -> !receiving.contains(system))
                        .map(system -> handover(recording, system, EvidenceMessage.UPDATED))
                        .toList());
        retained(handle, recording);
    }

    /** Those of these recordings of which any case system was told. */
    public Set<UUID> told(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select distinct recording_id from handover where recording_id = any(:ids)")
                .bindArray("ids", UUID.class, recordingIds)
                .mapTo(UUID.class)
                .set();
    }

    private static List<String> told(Handle handle, Recording recording) {
        return handle.createQuery("select distinct system from handover where recording_id = :id and type = :type")
                .bind("id", recording.id())
                .bind("type", EvidenceMessage.RETAINED)
                .mapTo(String.class)
                .list();
    }

    private record New(UUID id, UUID recordingId, String system, String type, String message) {}

    private New handover(Recording recording, String system, String type) {
        UUID id = ids.generate();
        String url = vault.url(String.valueOf(recording.blob()));
        return new New(
                id, recording.id(), system, type, EvidenceMessage.write(id, type, recording, url, clock.instant()));
    }

    private void add(Handle handle, List<New> handovers) {
        if (handovers.isEmpty()) {
            return;
        }
        handle.createUpdate("insert into handover (id, recording_id, system, type, message, state, created_at,"
                        + " next_attempt_at) select id, recording, system, type, message, 'PENDING', :now, :now"
                        + " from unnest(:ids, :recordings, :systems, :types, :messages) with ordinality"
                        + " as new (id, recording, system, type, message, place) order by place"
                        + " on conflict do nothing")
                .bind("now", clock.instant())
                .bindArray("ids", UUID.class, column(handovers, New::id))
                .bindArray("recordings", UUID.class, column(handovers, New::recordingId))
                .bindArray("systems", String.class, column(handovers, New::system))
                .bindArray("types", String.class, column(handovers, New::type))
                .bindArray("messages", String.class, column(handovers, New::message))
                .execute();
    }

    private static <T> List<T> column(List<New> handovers, Function<New, T> value) {
        return handovers.stream().map(value).toList();
    }

    /**
     * Takes handovers that are to be sent, oldest first, and of one recording to one case system only the oldest: what follows waits
     * for it. Nobody else gets them until the retry time has passed; that is also when they come again if they were not reported as
     * sent. One that is further away than that was put off by a clock that has been set back since.
     */
    public List<Handover> claim(int limit) {
        Instant now = clock.instant();
        return jdbi.inTransaction(
                handle -> handle.createQuery("with next as (select id from handover h where state = 'PENDING'"
                                + " and (next_attempt_at <= :now or next_attempt_at > :again) and not exists (select 1 from handover e where e.state = 'PENDING'"
                                + " and e.recording_id = h.recording_id and e.system = h.system and e.position < h.position)"
                                + " order by position limit :limit for update skip locked), claimed as (update handover set"
                                + " attempts = attempts + 1, next_attempt_at = :again where id in (select id from next) returning *)"
                                + " select * from claimed order by position")
                        .bind("now", now)
                        .bind("again", now.plus(retry))
                        .bind("limit", limit)
                        .mapTo(Handover.class)
                        .list());
    }

    /** The broker has the message on its disk. */
    public void sent(Handover handover) {
        jdbi.useTransaction(handle -> {
            Instant now = clock.instant();
            int sent = handle.createUpdate("update handover set state = 'SENT', sent_at = :now, last_error = null"
                            + " where id = :id and state = 'PENDING'")
                    .bind("now", now)
                    .bind("id", handover.id())
                    .execute();
            if (sent == 1) {
                trace(handle, handover, now, Ledger.DOCKET, "handed-over", "the broker has the message");
            }
        });
    }

    /** The broker did not take the message; it is tried again later. */
    public void failed(UUID id, String error) {
        jdbi.useHandle(handle -> handle.createUpdate("update handover set last_error = :error where id = :id")
                .bind("error", error)
                .bind("id", id)
                .execute());
    }

    /**
     * Ends a handover by the answer of its case system. An answer that comes again changes nothing.
     *
     * @param state ACKNOWLEDGED or REJECTED
     * @throws RefusedMessage if there is no such handover
     */
    public void answered(UUID id, Handover.State state, @Nullable String reason) {
        jdbi.useTransaction(handle -> {
            Handover handover = handle.createQuery("select * from handover where id = :id for update")
                    .bind("id", id)
                    .mapTo(Handover.class)
                    .findOne()
                    .orElseThrow(() -> new RefusedMessage(
                            "there is no handover " + id + ": answer with the id of the message that you received"));
            if (handover.state() == Handover.State.ACKNOWLEDGED || handover.state() == state) {
                return;
            }
            Instant now = clock.instant();
            handle.createUpdate(
                            "update handover set state = :state, last_error = :reason, answered_at = :now where id = :id")
                    .bind("state", state.name())
                    .bind("reason", reason)
                    .bind("now", now)
                    .bind("id", id)
                    .execute();
            String act = state.name().toLowerCase(Locale.ROOT);
            trace(handle, handover, now, handover.system(), act, reason == null ? "the case system says so" : reason);
        });
    }

    private void trace(Handle handle, Handover handover, Instant now, String actor, String act, String authority) {
        ledger.append(
                handle,
                handover.recordingId(),
                now,
                actor,
                act,
                authority,
                Map.of("system", handover.system(), "type", handover.type(), "handover", handover.id()));
    }

    /** The handovers of one recording, oldest first. */
    public List<Handover> of(UUID recordingId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from handover where recording_id = :id order by position")
                        .bind("id", recordingId)
                        .mapTo(Handover.class)
                        .list());
    }

    /** The handovers of several recordings, oldest first within each. */
    public Map<UUID, List<Handover>> of(List<UUID> recordingIds) {
        if (recordingIds.isEmpty()) {
            return Map.of();
        }
        return jdbi.withHandle(handle -> handle
                .createQuery("select * from handover where recording_id = any(:ids) order by position")
                .bindArray("ids", UUID.class, recordingIds)
                .mapTo(Handover.class)
                .stream()
                .collect(Collectors.groupingBy(Handover::recordingId)));
    }

    /** How many handovers of a case system are in that state. */
    public long count(String system, Handover.State state) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from handover where system = :system and state = :state")
                        .bind("system", system)
                        .bind("state", state.name())
                        .mapTo(Long.class)
                        .one());
    }
}
