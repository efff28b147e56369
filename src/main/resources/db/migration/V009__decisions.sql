-- What was said under an id, so that something else under the same id is noticed. Null for what came before this was noted.
alter table message_seen add column content text;

alter table recording
    -- Until when the outcomes of cases keep it at least; 9999-12-31 while one is open. Null without outcomes.
    add column kept_until         timestamptz,
    -- When it was to be reviewed without them.
    add column reviewed_otherwise timestamptz,
    -- What a person said that it is; it stands against policy. Empty if nobody did.
    add column decided_categories text[] not null default '{}',
    -- When it would be due without the early deletion that was approved. Null if none was.
    add column due_otherwise      timestamptz;

-- Requests to delete recordings before their time. One at a time is open; what came of each stays.
create table early_deletion (
    id             bigint generated always as identity primary key,
    recording_id   uuid not null references recording,
    asked_by       text not null,
    reason         text not null,
    case_reference text,
    asked_at       timestamptz not null,
    -- Null while it waits for a second person.
    approved_by    text,
    approved_at    timestamptz,
    cooling_until  timestamptz,
    -- Why it is of no force any more; null while it is, and for ever if the recording was disposed of by it.
    ending         text check (ending in ('KEPT', 'RETAINED', 'HELD', 'RECATEGORISED', 'LEARNT', 'OVERTAKEN')),
    ended_by       text,
    ended_at       timestamptz,
    check ((approved_by is null) = (approved_at is null) and (approved_by is null) = (cooling_until is null)),
    check ((ending is null) = (ended_at is null) and (ending is null) = (ended_by is null))
);

create unique index early_deletion_open on early_deletion (recording_id) where ended_at is null;

-- What became of the cases that recordings belong to, as case systems and people told it.
create table outcome (
    id             bigint generated always as identity primary key,
    recording_id   uuid not null references recording,
    case_reference text not null,
    -- An opaque reference of the person whom it concerns; empty in cases with one.
    defendant      text not null,
    kind           text not null,
    at             date not null,
    until          date,
    custody        boolean not null,
    sentence       text,
    told_by        text not null,
    reason         text not null,
    told_at        timestamptz not null
);

create unique index outcome_once on outcome (recording_id, case_reference, defendant, kind, at, custody, coalesce(until, 'infinity'));
