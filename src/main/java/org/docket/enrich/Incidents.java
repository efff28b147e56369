package org.docket.enrich;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.docket.casework.Incoming;
import org.docket.casework.RefusedMessage;
import org.docket.casework.Reply;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the incidents that control rooms tell of. While one is written nobody registers a recording, and the other way round: a
 * recording that is registered sees every incident that there is, and an incident that comes later finds the recording.
 */
public final class Incidents {
    /** The advisory lock between those who register recordings, who share it, and those who write incidents. */
    private static final long LOCK = 0x696e636964656e74L;

    private static final String CHANGED =
            "(incident.type, incident.began_at, incident.ended_at, incident.lat, incident.lon,"
                    + " incident.officers) is distinct from (excluded.type, excluded.began_at, excluded.ended_at, excluded.lat,"
                    + " excluded.lon, excluded.officers)";

    private final Jdbi jdbi;
    private final Clock clock;

    public Incidents(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Takes what a control room sent. A message that comes again changes nothing.
     *
     * @throws RefusedMessage if it tells of no incident, or another one came before under its id
     */
    public Reply receive(Incoming message) {
        Instant now = clock.instant();
        Incident incident = IncidentMessage.read(message, now);
        boolean changed = jdbi.inTransaction(handle -> message.isNew(handle, said(message, incident), now)
                && take(handle, List.of(incident)).contains(incident.reference()));
        String words = "incident " + incident.reference() + " is known";
        return changed ? Reply.taken(words) : Reply.already(words);
    }

    /** Of two that are alike the later one counts, so the time belongs to what is said. */
    private static List<Object> said(Incoming message, Incident incident) {
        List<Object> said = new ArrayList<>();
        said.add(String.valueOf(message.time()));
        said.addAll(incident.said());
        return said;
    }

    /** Takes incidents in one transaction. Of two with the same reference, the one that was said last counts. */
    void take(List<Incident> incidents) {
        if (!incidents.isEmpty()) {
            jdbi.useTransaction(handle -> take(handle, incidents));
        }
    }

    /** Takes incidents within a transaction of the caller, and gives back the references of those that are new or changed. */
    Set<String> take(Handle handle, List<Incident> incidents) {
        Map<String, Incident> latest = new LinkedHashMap<>();
        incidents.forEach(incident -> latest.merge(
                incident.reference(),
                incident,
                (before, after) -> after.saidAt().isBefore(before.saidAt()) ? before : after));
        handle.createQuery("select 1 from (select pg_advisory_xact_lock(:lock)) locked")
                .bind("lock", LOCK)
                .mapTo(Integer.class)
                .one();
        Set<String> changed = write(handle, List.copyOf(latest.values()));
        writeOfficers(
                handle,
                latest.values().stream()
                        .filter(incident -> changed.contains(incident.reference()))
                        .toList());
        return changed;
    }

    /** The references of those that are new, or other than they were. */
    private static Set<String> write(Handle handle, List<Incident> incidents) {
        return handle.createQuery("with taken as (insert into incident (reference, source, type, officers, began_at,"
                        + " ended_at, lat, lon, said_at) select reference, source, type,"
                        + " coalesce(string_to_array(nullif(officers, ''), ' '), '{}'), began, ended, lat, lon, said"
                        + " from unnest(:references, :sources, :types, :officers, cast(:began as timestamptz[]),"
                        + " cast(:ended as timestamptz[]), cast(:lats as double precision[]),"
                        + " cast(:lons as double precision[]), cast(:said as timestamptz[]))"
                        + " as new (reference, source, type, officers, began, ended, lat, lon, said)"
                        + " order by reference on conflict (reference) do update set source = excluded.source,"
                        + " type = excluded.type, officers = excluded.officers, began_at = excluded.began_at,"
                        + " ended_at = excluded.ended_at, lat = excluded.lat, lon = excluded.lon,"
                        + " said_at = excluded.said_at, position = case when " + CHANGED
                        + " then excluded.position else incident.position end, spread_at = case when " + CHANGED
                        + " then null else incident.spread_at end where incident.said_at < excluded.said_at"
                        + " or (incident.said_at = excluded.said_at and " + CHANGED
                        + ") returning reference, spread_at)"
                        + " select reference from taken where spread_at is null")
                .bindArray("references", String.class, column(incidents, Incident::reference))
                .bindArray("sources", String.class, column(incidents, Incident::source))
                .bindArray("types", String.class, column(incidents, Incident::type))
                .bindArray(
                        "officers", String.class, column(incidents, incident -> String.join(" ", incident.officers())))
                .bindArray("began", String.class, column(incidents, Incident::from))
                .bindArray("ended", String.class, column(incidents, Incident::to))
                .bindArray(
                        "lats",
                        String.class,
                        column(
                                incidents,
                                incident -> incident.location() == null
                                        ? null
                                        : incident.location().lat()))
                .bindArray(
                        "lons",
                        String.class,
                        column(
                                incidents,
                                incident -> incident.location() == null
                                        ? null
                                        : incident.location().lon()))
                .bindArray("said", String.class, column(incidents, Incident::saidAt))
                .mapTo(String.class)
                .set();
    }

    private static void writeOfficers(Handle handle, List<Incident> incidents) {
        if (incidents.isEmpty()) {
            return;
        }
        handle.createUpdate("delete from incident_officer where reference = any(:references)")
                .bindArray("references", String.class, column(incidents, Incident::reference))
                .execute();
        handle.createUpdate("insert into incident_officer (officer, began_at, reference, ended_at)"
                        + " select officer, began_at, reference, ended_at from incident, unnest(officers) as officer"
                        + " where reference = any(:references)")
                .bindArray("references", String.class, column(incidents, Incident::reference))
                .execute();
    }

    private static List<@Nullable String> column(List<Incident> incidents, Function<Incident, @Nullable Object> value) {
        List<@Nullable String> column = new ArrayList<>();
        incidents.forEach(incident -> {
            Object found = value.apply(incident);
            column.add(found == null ? null : found.toString());
        });
        return column;
    }

    /**
     * Lets nobody write an incident until the transaction ends.
     *
     * @return whether there was ever one
     */
    boolean lockOut(Handle handle) {
        // What a sequence says is not of the snapshot, which is older than the lock.
        return handle.createQuery("select pg_sequence_last_value('incident_position') is not null"
                        + " from (select pg_advisory_xact_lock_shared(:lock) offset 0) locked")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether there is an incident of that reference. */
    public boolean isKnown(String reference) {
        return jdbi.withHandle(handle -> isKnown(handle, reference));
    }

    static boolean isKnown(Handle handle, String reference) {
        return handle.createQuery("select exists (select 1 from incident where reference = :reference)")
                .bind("reference", reference)
                .mapTo(Boolean.class)
                .one();
    }
}
