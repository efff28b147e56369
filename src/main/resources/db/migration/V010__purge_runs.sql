-- Runs of the purge: what was planned, what stopped it, who let it go on all the same, and what came of it.
create table purge_run (
    id             uuid primary key,
    state          text not null check (state in ('PLANNED', 'STOPPED', 'RUNNING', 'DONE')),
    planned_at     timestamptz not null,
    -- PurgePlan, Stop, Release and the numbers of what was kept, as JSON.
    plan           jsonb not null,
    stops          jsonb not null default '[]',
    release        jsonb,
    kept           jsonb not null default '{}',
    began_at       timestamptz,
    ended_at       timestamptz,
    -- Written with each batch that is disposed of.
    disposed       bigint not null default 0,
    disposed_bytes bigint not null default 0,
    failed         bigint not null default 0,
    last_failure   text,
    check ((ended_at is not null) = (state = 'DONE')),
    check (state <> 'STOPPED' or stops <> '[]')
);

-- One run at most waits for a person.
create unique index purge_run_standing on purge_run (state) where state = 'STOPPED';
create index purge_run_unfinished on purge_run (planned_at) where state in ('PLANNED', 'RUNNING');
create index purge_run_planned on purge_run (planned_at, id);

-- The order in which a run goes through what is due.
drop index recording_due;
create index recording_due on recording (due_at, id) where state = 'DEPOSITED' and not retained;
drop index recording_disposing;
create index recording_disposing on recording (condemned_at, id) where state = 'DISPOSING';

-- The certificates of a batch stand in one blob, one on each line; those from before have a blob each, and no line.
alter table certificate
    add column line integer check (line > 0);
create unique index certificate_blob on certificate (blob, line);
