-- How many recordings each run disposed of when. A run that is released may go on days after it began. By quarters of an hour, as the
-- days of all time zones are made of these.
create table purge_disposed (
    run_id     uuid not null references purge_run,
    quarter    timestamptz not null,
    recordings bigint not null,
    primary key (run_id, quarter)
);

create index purge_disposed_quarter on purge_disposed (quarter);

insert into purge_disposed (run_id, quarter, recordings)
select id, to_timestamp(floor(extract(epoch from began_at) / 900) * 900), disposed
  from purge_run where disposed > 0 and began_at is not null;

-- For those who count: how far reading again has come, what was disposed of, and what is in quarantine. Without them each count reads all
-- rows.
create index recording_read on recording (read_at) where state = 'DEPOSITED';
create index recording_disposed on recording (id) where state = 'DISPOSED';
create index recording_quarantined on recording (id) where state = 'QUARANTINED';
