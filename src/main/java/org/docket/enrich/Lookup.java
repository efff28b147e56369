package org.docket.enrich;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.docket.catalogue.MatchedBy;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Looks up which incidents fit a recording, and which recordings an incident may concern. Each look is a range of an index, bounded
 * because neither a recording nor an incident counts for longer than a known time.
 */
public final class Lookup {
    /** More is no officer, but what stands where no officer is known. */
    static final int MOST_CANDIDATES = 200;

    private static final String ENDS = "least(coalesce(o.ended_at, o.began_at + cast(:open as interval)), o.began_at"
            + " + cast(:longest as interval))";

    /** For each recording: the incidents of its officer at its time, and the one that it names. */
    public static final String INCIDENTS_OF_RECORDINGS =
            "select place, fits, i.reference, i.type, i.began_at, i.ended_at,"
                    + " i.lat, i.lon from unnest(:officers, cast(:lowest as timestamptz[]), cast(:highest as timestamptz[]),"
                    + " :incidents) with ordinality as r (officer, lowest, highest, incident, place) cross join lateral"
                    + " ((select o.reference, true as fits from incident_officer o where o.officer = r.officer"
                    + " and o.began_at >= r.lowest - cast(:longest as interval) and o.began_at <= r.highest and " + ENDS
                    + " >= r.lowest order by o.began_at desc limit :most)"
                    + " union all select r.incident, false where r.incident is not null) found"
                    + " join incident i on i.reference = found.reference order by place, fits, i.began_at, i.reference";

    /** The deposited recordings of the officers of incidents at their time, those that have the incident, and those that may. */
    public static final String RECORDINGS_OF_INCIDENTS = "select r.id from incident_officer o cross join lateral"
            + " (select id from recording where officer = o.officer and state = 'DEPOSITED'"
            + " and recorded_from >= o.began_at - cast(:buffer as interval) - cast(:recording as interval)"
            + " and recorded_from <= " + ENDS + " + cast(:buffer as interval)"
            + " and recorded_until >= o.began_at - cast(:buffer as interval) offset 0) r"
            + " where o.reference = any(:references)"
            + " union select id from recording where incident = any(:references) and state = 'DEPOSITED'"
            + " union select recording_id from incident_candidate where reference = any(:references)";

    private static final int INCIDENTS_AT_ONCE = 100;

    private final Scale scale;

    Lookup(Scale scale) {
        this.scale = scale;
    }

    /**
     * An incident that was found for a recording.
     *
     * @param place of the recording in the list, from 0
     * @param fits whether it fits by officer and time; else the recording names it
     */
    record Found(int place, boolean fits, KnownIncident incident) {}

    /** The incidents of these recordings, in the order of the recordings. */
    List<Found> incidentsOf(Handle handle, List<MatchedBy> recordings) {
        return handle.createQuery(INCIDENTS_OF_RECORDINGS)
                .bindArray("officers", String.class, column(recordings, MatchedBy::officer))
                .bindArray("lowest", String.class, column(recordings, scale::lowest))
                .bindArray("highest", String.class, column(recordings, scale::highest))
                .bindArray("incidents", String.class, column(recordings, MatchedBy::incident))
                .bind("open", scale.open().toString())
                .bind("longest", Incident.LONGEST.toString())
                .bind("most", MOST_CANDIDATES)
                .map((row, context) ->
                        new Found(row.getInt("place") - 1, row.getBoolean("fits"), KnownIncident.of(row)))
                .list();
    }

    private static List<@Nullable String> column(
            List<MatchedBy> recordings, Function<MatchedBy, @Nullable Object> value) {
        List<@Nullable String> column = new ArrayList<>();
        recordings.forEach(recording -> {
            Object found = value.apply(recording);
            column.add(found == null ? null : found.toString());
        });
        return column;
    }

    /**
     * Notes the recordings that the next incidents may concern which nobody has noted yet; nobody else works on the same ones.
     *
     * @return how many incidents there were
     */
    int spread(Handle handle, Clock clock) {
        List<String> references = handle.createQuery("select reference from incident where spread_at is null"
                        + " order by position limit :limit for no key update skip locked")
                .bind("limit", INCIDENTS_AT_ONCE)
                .mapTo(String.class)
                .list();
        if (references.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        // In one order for all: two that note the same recordings wait for each other, and not each for the other.
        handle.createUpdate("insert into match_due (recording_id) select id from (" + RECORDINGS_OF_INCIDENTS
                        + ") concerned order by id on conflict do nothing")
                .bindArray("references", String.class, references)
                .bind("open", scale.open().toString())
                .bind("longest", Incident.LONGEST.toString())
                .bind("buffer", scale.buffer().toString())
                .bind("recording", MatchedBy.LONGEST.toString())
                .execute();
        handle.createUpdate("update incident set spread_at = :now where reference = any(:references)")
                .bind("now", now)
                .bindArray("references", String.class, references)
                .execute();
        return references.size();
    }
}
