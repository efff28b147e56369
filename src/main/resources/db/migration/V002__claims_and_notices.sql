-- Intake: which hub is at a presentation, until when by the clock of the database, and why the last try came to nothing.
alter table presentation
    add column claimed_by      text,
    add column claimed_until   timestamptz,
    add column attempts        integer not null default 0,
    add column last_failure    text,
    add column next_attempt_at timestamptz;

create index presentation_claimed on presentation (claimed_by) where ended_at is null and claimed_by is not null;
create index recording_unfinished on recording (id) where state = 'RECEIVED';

-- Notices for people, in the order in which they were written; one is sent at least once, under the same id.
create table notice (
    id              uuid primary key,
    position        bigint generated always as identity,
    message         text not null,
    created_at      timestamptz not null,
    -- Not sent again before this instant: also the claim of the hub that is sending it.
    next_attempt_at timestamptz not null,
    sent_at         timestamptz
);

create index notice_pending on notice (position) where sent_at is null;
