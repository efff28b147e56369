-- Incidents, as control rooms tell of them. Sequences are not rolled back: one that was never asked says that there are none.
create sequence incident_position;

create table incident (
    reference text primary key,
    position  bigint not null default nextval('incident_position'),
    source    text not null,
    type      text not null,
    officers  text[] not null,
    began_at  timestamptz not null,
    -- Null while it goes on.
    ended_at  timestamptz,
    lat       double precision,
    lon       double precision,
    -- When it was so: what was said earlier does not replace what was said later.
    said_at   timestamptz not null,
    -- When the recordings were noted that it may concern; null until then.
    spread_at timestamptz,
    check ((lat is null) = (lon is null)),
    check (ended_at >= began_at)
);

create index incident_unspread on incident (position) where spread_at is null;

-- Who was at it. The officer stands as ids are compared, and the times stand here again, so that a look stays in the index.
create table incident_officer (
    officer   text not null,
    began_at  timestamptz not null,
    reference text not null references incident,
    ended_at  timestamptz,
    primary key (officer, began_at, reference) include (ended_at)
);

create index incident_officer_reference on incident_officer (reference);

-- By what a recording is matched: its officer, as ids are compared, from when until when, and the incident that it has. Null where
-- that is not known well enough.
alter table recording
    add column officer        text,
    add column recorded_from  timestamptz,
    add column recorded_until timestamptz,
    add column incident       text;

-- As MatchedBy does it. Facts may speak of years that no timestamp has: only texts of other years are read as timestamps.
update recording
   set officer = known.officer,
       recorded_from = case when known.officer is not null then known.began end,
       recorded_until = case when known.officer is not null then known.began + case
           when known.ended like '+%' then interval '24 hours'
           when known.ended ~ '^[1-9]\d{3}-' and known.ended::timestamptz >= known.began
               then least(interval '24 hours', known.ended::timestamptz - known.began)
           else trunc(greatest(0, least(86400, coalesce(known.running, 0))) * 1000) * interval '1 millisecond' end end,
       incident = known.incident
  from (select id,
               case when facts #>> '{recorded,source}' in ('SIDECAR', 'NAME', 'CONTAINER')
                     and facts #>> '{recorded,at}' ~ '^(19|2\d)\d\d-'
                     and length(facts #>> '{officer,id}') between 1 and 100
                    then nullif(upper(regexp_replace(facts #>> '{officer,id}', '\s', '', 'g')), '') end as officer,
               case when facts #>> '{recorded,at}' ~ '^(19|2\d)\d\d-' then (facts #>> '{recorded,at}')::timestamptz end as began,
               facts ->> 'endedAt' as ended,
               (facts #>> '{media,durationSeconds}')::double precision as running,
               case when length(facts ->> 'incident') between 1 and 250 then facts ->> 'incident' end as incident
          from recording) known
 where recording.id = known.id
   and (known.officer is not null or known.incident is not null);

create index recording_officer on recording (officer, recorded_from) include (recorded_until, id)
    where state = 'DEPOSITED' and officer is not null;
create index recording_incident on recording (incident) where state = 'DEPOSITED' and incident is not null;

-- Recordings for which incidents have to be looked for. Without references: whoever notes one must not wait for its row.
create table match_due (
    recording_id uuid primary key
);

-- Every incident that fits a recording by officer and time, with what speaks for it.
create table incident_candidate (
    recording_id    uuid not null references recording,
    reference       text not null,
    score           double precision not null,
    overlap_seconds bigint not null,
    gap_seconds     bigint not null,
    distance_metres bigint,
    chosen          boolean not null,
    at              timestamptz not null,
    primary key (recording_id, reference)
);

create index incident_candidate_reference on incident_candidate (reference);

-- What a person said of the incident of a recording; the ledger has who and why. Null: it belongs to none.
create table incident_settled (
    recording_id uuid primary key references recording,
    reference    text,
    at           timestamptz not null
);
