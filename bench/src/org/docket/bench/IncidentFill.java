package org.docket.bench;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Fills a database with a year of a large force: 22,000 officers, who record 13,700 times a day and are at 2,740 incidents. The longer
 * it goes on, the more there is; a day has always as much. The tables and indexes are those of a hub.
 */
final class IncidentFill {
    static final int OFFICERS = 22_000;

    private static final double DAYS = 365;
    private static final int AT_ONCE = 500_000;

    /** They have nothing to do with incidents, and would double the time of the filling. */
    private static final List<String> OTHER_INDEXES = List.of(
            "recording_content", "recording_alike", "recording_due", "recording_received", "recording_unfinished");

    private final Handle handle;
    private final long recordings;
    private final long incidents;

    /**
     * Prepares a filling.
     *
     * @param recordings of the whole year
     * @param incidents of the whole year
     */
    IncidentFill(Handle handle, long recordings, long incidents) {
        this.handle = handle;
        this.recordings = recordings;
        this.incidents = incidents;
    }

    /** The seconds from the beginning of the year to the row {@code n} of so many, as SQL. */
    private static String seconds(long rows) {
        return "(n * " + DAYS * 86_400 / rows + ")";
    }

    /** The officer who makes the recording of that number. Half of what happens comes to a tenth of the force. */
    private static String officer(String number) {
        String chance = "(hashint8(" + number + ") & 2147483647)";
        return "'MP' || case when " + chance + " % 2 = 0 then " + chance + " / 2 % " + OFFICERS / 10 + " else " + chance
                + " / 2 % " + OFFICERS + " end";
    }

    /** Goes on until there are that many tenths of the year. */
    void fill(int from, int to) {
        handle.execute("set synchronous_commit = off");
        handle.execute("set maintenance_work_mem = '256MB'");
        OTHER_INDEXES.forEach(index -> handle.execute("drop index if exists " + index));
        for (long first = recordings * from / 10; first < recordings * to / 10; first += AT_ONCE) {
            recordings(first, Math.min(first + AT_ONCE, recordings * to / 10) - 1);
        }
        for (long first = incidents * from / 10; first < incidents * to / 10; first += AT_ONCE) {
            incidents(first, Math.min(first + AT_ONCE, incidents * to / 10) - 1);
        }
        handle.execute(
                "insert into incident_officer (officer, began_at, reference, ended_at)"
                        + " select officer, began_at, reference, ended_at from incident i, unnest(officers) as officer"
                        + " where not exists (select 1 from incident_officer o where o.reference = i.reference) on conflict do nothing");
        for (String table : List.of("recording", "incident", "incident_officer", "incident_candidate", "match_due")) {
            handle.execute("vacuum analyze " + table);
        }
    }

    private void recordings(long first, long last) {
        handle.execute(
                "insert into recording (id, state, dock, name, bytes, sha256, category, categories, category_rule,"
                        + " policy_version, retained, due_at, counted_recorded_at, counted_recorded_at_source, received_at,"
                        + " deposited_at, blob, facts, officer, recorded_from, recorded_until)"
                        + " select id, 'DEPOSITED', 'dock-' || n % 400, officer || '_' || n || '.mp4', 1e7 + n,"
                        + " encode(sha256(id::text::bytea), 'hex'), 'unclassified', array['unclassified'], 'default', '4be1d07a92c3', false,"
                        + " began + interval '31 days', began, 'SIDECAR', began + interval '8 hours',"
                        + " began + interval '8 hours', '2026/03/14/' || id || '.mp4',"
                        + " jsonb_build_object('dock', 'dock-' || n % 400, 'name', officer || '_' || n || '.mp4', 'bytes', 1e7 + n,"
                        + " 'recorded', jsonb_build_object('at', began, 'source', 'SIDECAR'), 'officer',"
                        + " jsonb_build_object('id', officer, 'unit', 'Response'), 'tags', '[]'::jsonb, 'problems', '[]'::jsonb,"
                        + " 'media', jsonb_build_object('container', 'video/mp4', 'durationSeconds', length, 'width', 1920,"
                        + " 'height', 1080, 'videoCodec', 'avc1', 'audioCodec', 'mp4a')),"
                        + " officer, began, began + length * interval '1 second' from (select n,"
                        + " (lpad(to_hex((1767225600000 + " + seconds(recordings) + " * 1000)::bigint), 12, '0') || '7'"
                        + " || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid as id, "
                        + officer("n") + " as officer, timestamptz '2026-01-01T00:00:00Z' + " + seconds(recordings)
                        + " * interval '1 second' as began, (60 + random() * random() * 3600)::int as length"
                        + " from generate_series(" + first + ", " + last + ") as n) made");
    }

    /** At each are two who record it, and at every second somebody else. */
    private void incidents(long first, long last) {
        String recording = "(n * " + recordings / incidents + ")";
        handle.execute("insert into incident (reference, source, type, officers, began_at, ended_at, lat, lon, said_at,"
                + " spread_at) select 'CAD-' || n, 'urn:bench', 'type ' || n % 60, officers, began,"
                + " case when n % 50 <> 0 then began + length * interval '1 second' end, 51.3 + random() * 0.4,"
                + " -0.5 + random() * 0.8, began, began from (select n, array[" + officer(recording)
                + ", " + officer(recording + " + 1") + "] || case when n % 2 = 0 then array["
                + officer("n + 7") + "] else '{}' end as officers,"
                + " timestamptz '2026-01-01T00:00:00Z' + " + seconds(incidents)
                + " * interval '1 second' - interval '3 minutes' as began,"
                + " (600 + random() * random() * 14400)::int as length from generate_series(" + first + ", " + last
                + ") as n) made");
    }
}
