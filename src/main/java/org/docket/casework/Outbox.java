package org.docket.casework;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.catalogue.Recording;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.docket.vault.Vault;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * The handovers, from the change that causes them until the case system's answer. They are written with that change in one
 * transaction, so none is forgotten; the relay sends them at least once, always under the same id.
 */
public final class Outbox {
    private final Jdbi jdbi;
    private final CaseSystems systems;
    private final Vault vault;
    private final Notices notices;
    private final Clock clock;
    private final Bell bell;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Outbox(Jdbi jdbi, CaseSystems systems, Vault vault, Notices notices, Bell bell, Clock clock) {
        this.jdbi = jdbi;
        this.systems = systems;
        this.vault = vault;
        this.notices = notices;
        this.bell = bell;
        this.clock = clock;
        jdbi.registerRowMapper(ConstructorMapper.factory(Handover.class));
    }

    /**
     * Tells every case system that is to have recordings of its categories that a recording is retained, and those that were told of it
     * when more was true of it, or other categories were its own, that more is known of it: what they heard last may be that it goes.
     */
    public void retained(Handle handle, Recording recording) {
        retained(handle, List.of(recording));
    }

    /** The same for several recordings. */
    public void retained(Handle handle, List<Recording> recordings) {
        Map<UUID, Set<String>> told =
                toldBefore(handle, recordings.stream().map(Recording::id).toList());
        List<New> handovers = new ArrayList<>();
        for (Recording recording : recordings) {
            Set<String> updated = new LinkedHashSet<>(told.getOrDefault(recording.id(), Set.of()));
            for (CaseSystem system : receiving(handle, recording)) {
                handovers.add(new New(recording, system.id(), EvidenceMessage.RETAINED));
                updated.remove(system.id());
            }
            updated.forEach(system -> handovers.add(new New(recording, system, EvidenceMessage.UPDATED)));
        }
        add(handle, handovers);
    }

    /** Tells every case system that was told of the recording that something else happened to it. */
    public void follow(Handle handle, Recording recording, String type) {
        add(
                handle,
                told(handle, recording).stream()
                        .map(system -> new New(recording, system, type))
                        .toList());
    }

    /** The same of several recordings. */
    public void follow(Handle handle, List<Recording> recordings, String type) {
        if (recordings.isEmpty()) {
            return;
        }
        Map<UUID, Set<String>> told =
                toldBefore(handle, recordings.stream().map(Recording::id).toList());
        add(
                handle,
                recordings.stream()
                        .flatMap(recording -> told.getOrDefault(recording.id(), Set.of()).stream()
                                .map(system -> new New(recording, system, type)))
                        .toList());
    }

    /**
     * Tells every case system that was told of the recording that more is known of it, and if it is retained those too that are to
     * have recordings of its category and were not told.
     */
    public void updated(Handle handle, Recording recording) {
        follow(handle, recording, EvidenceMessage.UPDATED);
        if (recording.retained()) {
            Set<String> told = told(handle, recording);
            add(
                    handle,
                    receiving(handle, recording).stream()
                            .filter(system -> !told.contains(system.id()))
                            .map(system -> new New(recording, system.id(), EvidenceMessage.RETAINED))
                            .toList());
        }
    }

    /** Those that are told of a recording. People are told where it could not be found out. */
    private List<CaseSystem> receiving(Handle handle, Recording recording) {
        CaseSystems.Receiving receiving = systems.receiving(recording);
        notices.addAll(
                handle,
                receiving.undecided().stream()
                        .map(system -> Notice.of(
                                Notice.Kind.HANDOVER_UNDECIDED,
                                recording,
                                "whether " + system.id() + " is told of it could not be decided, so it is not told",
                                "see the hub's log for why, mend 'when' of " + system.id()
                                        + " in casework.yaml, and start the hub again; the next change of the recording"
                                        + " is then told"))
                        .toList());
        return receiving.told();
    }

    /** Those of these recordings of which any case system was told. */
    public Set<UUID> told(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select distinct recording_id from handover where recording_id = any(:ids)")
                .bindArray("ids", UUID.class, recordingIds)
                .mapTo(UUID.class)
                .set();
    }

    private static Set<String> told(Handle handle, Recording recording) {
        return toldBefore(handle, List.of(recording.id())).getOrDefault(recording.id(), Set.of());
    }

    /** Which case systems were told of each of these recordings, as far as any was. */
    private static Map<UUID, Set<String>> toldBefore(Handle handle, List<UUID> recordingIds) {
        Map<UUID, Set<String>> told = new LinkedHashMap<>();
        if (!recordingIds.isEmpty()) {
            handle.createQuery("select distinct recording_id, system from handover"
                            + " where recording_id = any(:ids) and type = :type order by recording_id, system")
                    .bindArray("ids", UUID.class, recordingIds)
                    .bind("type", EvidenceMessage.RETAINED)
                    .map((row, context) -> told.computeIfAbsent(
                                    Objects.requireNonNull(row.getObject("recording_id", UUID.class)),
                                    first -> new LinkedHashSet<>())
                            .add(row.getString("system")))
                    .list();
        }
        return told;
    }

    private record New(Recording recording, String system, String type) {}

    private record Written(UUID id, New handover, Instant at, String message) {}

    private Written write(New handover, Instant at) {
        UUID id = ids.generate();
        Recording recording = handover.recording();
        String url = vault.url(String.valueOf(recording.blob()));
        return new Written(id, handover, at, EvidenceMessage.write(id, handover.type(), recording, url, at));
    }

    private void add(Handle handle, List<New> handovers) {
        if (handovers.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Map<UUID, Instant> last =
                last(handle, column(handovers, handover -> handover.recording().id()));
        List<Written> written = handovers.stream()
                .map(handover -> {
                    Instant before = last.get(handover.recording().id());
                    return write(
                            handover, before == null || before.isBefore(now) ? now : before.plus(1, ChronoUnit.MICROS));
                })
                .toList();
        handle.createUpdate("insert into handover (id, recording_id, system, type, message, state, created_at,"
                        + " next_attempt_at) select id, recording, system, type, message, 'PENDING', at, :now"
                        + " from unnest(:ids, :recordings, :systems, :types, :messages,"
                        + " cast(:times as timestamptz[])) with ordinality"
                        + " as new (id, recording, system, type, message, at, place) order by place"
                        + " on conflict do nothing")
                .bind("now", now)
                .bindArray("ids", UUID.class, column(written, Written::id))
                .bindArray("recordings", UUID.class, column(written, each -> each.handover()
                        .recording()
                        .id()))
                .bindArray("systems", String.class, column(written, each -> each.handover()
                        .system()))
                .bindArray("types", String.class, column(written, each -> each.handover()
                        .type()))
                .bindArray("messages", String.class, column(written, Written::message))
                .bindArray(
                        "times", String.class, column(written, each -> each.at().toString()))
                .execute();
        bell.ringAfter(handle, handovers.stream().map(New::system).distinct().toList());
    }

    /**
     * The times of the last messages of recordings. What is told later has a later time, whatever the clock of this hub says: by it case
     * systems know what is newer.
     */
    private static Map<UUID, Instant> last(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select recording_id, max(created_at) as at from handover"
                        + " where recording_id = any(:ids) group by recording_id")
                .bindArray("ids", UUID.class, recordingIds)
                .reduceRows(new LinkedHashMap<>(), (all, row) -> {
                    all.put(row.getColumn("recording_id", UUID.class), row.getColumn("at", Instant.class));
                    return all;
                });
    }

    private static <S, T> List<T> column(List<S> all, Function<S, T> value) {
        return all.stream().map(value).toList();
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
}
