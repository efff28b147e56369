-- Fixity: when a recording was last read again from end to end and found as it was deposited, and when its turn was last, whatever
-- came of it. Null: never.
alter table recording
    add column read_at      timestamptz,
    add column read_turn_at timestamptz;

create index recording_read_turn on recording ((coalesce(read_turn_at, timestamptz '-infinity')), deposited_at, id)
    where state = 'DEPOSITED';

-- In the order in which the vault lists its blobs.
create index recording_blob on recording (blob collate "C") where state in ('DEPOSITED', 'DISPOSING');
create index certificate_listed on certificate (blob collate "C");

-- One row for each run that holds vault and catalogue against each other. While it has not ended it says how far the run is.
create table reconciliation (
    id         bigint generated always as identity primary key,
    began_at   timestamptz not null,
    ended_at   timestamptz,
    -- Recordings whose blob must be in the vault, and blobs of the container of recordings that the vault listed.
    catalogued bigint not null default 0,
    listed     bigint not null default 0,
    -- How much does not fit; and of each kind of which there was too much, how much was counted and not looked at one by one.
    findings   bigint not null default 0,
    only_counted jsonb not null default '{}',
    stage      text not null,
    -- The page of the listing that comes next, by the vault's own word for it; null for the first.
    marker     text,
    -- What the last page ended with.
    reached    text not null default ''
);

-- What does not fit, for as long as it stands.
create table finding (
    id           bigint generated always as identity primary key,
    kind         text not null,
    -- The name of a blob or a certificate, or of a source with its dock.
    subject      text not null,
    recording_id uuid,
    dock         text,
    what         text not null,
    found_at     timestamptz not null,
    seen_at      timestamptz not null,
    -- The reconciliation that saw it first, and last; null if another look did.
    found_in     bigint references reconciliation,
    seen_in      bigint references reconciliation,
    resolved_at  timestamptz
);

-- By a hash, as an entry of an index has to be short and names need not be.
create unique index finding_standing on finding (kind, md5(subject)) where resolved_at is null;
create index finding_found_in on finding (found_in);
create index finding_seen_in on finding (seen_in);

-- One row for each night's reading.
create table fixity_check (
    id         bigint generated always as identity primary key,
    began_at   timestamptz not null,
    ended_at   timestamptz,
    recordings bigint not null default 0,
    bytes      bigint not null default 0,
    altered    bigint not null default 0,
    -- How far reading had come in the end.
    deposited  bigint,
    unread     bigint,
    oldest_at  timestamptz,
    ended_by   text
);
