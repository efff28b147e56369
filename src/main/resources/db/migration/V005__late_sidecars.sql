-- Every sidecar that a dock wrote for a recording is kept: one that comes later does not replace the bytes of an earlier one.
alter table sidecar
    add column number  integer not null default 1,
    add column kept_at timestamptz;

alter table sidecar drop constraint sidecar_pkey;
alter table sidecar add primary key (recording_id, number);

-- What was presented under a name, also when its source is gone.
create index presentation_name on presentation (dock, lower(name));
