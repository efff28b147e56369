-- Catalogue: one row for every recording, for ever.
create table recording (
    id                 uuid primary key,
    state              text not null check (state in ('RECEIVED', 'QUARANTINED', 'DEPOSITED', 'DISPOSING', 'DISPOSED')),
    dock               text not null,
    name               text not null,
    bytes              bigint not null check (bytes > 0),
    sha256             text check (sha256 ~ '^[0-9a-f]{64}$'),
    category           text,
    category_rule      text,
    policy_version     text,
    retained           boolean not null default false,
    due_at             timestamptz,
    review_at          timestamptz,
    recorded_at        timestamptz,
    recorded_at_source text,
    received_at        timestamptz not null,
    deposited_at       timestamptz,
    condemned_at       timestamptz,
    disposed_at        timestamptz,
    blob               text,
    duplicates         integer not null default 0,
    facts              jsonb,
    -- What is in the vault has all that proves it.
    check (state in ('RECEIVED', 'QUARANTINED')
           or (sha256 is not null and category is not null and blob is not null
               and deposited_at is not null and facts is not null)),
    -- Retained means no due date; not retained means there is one.
    check (state in ('RECEIVED', 'QUARANTINED')
           or (retained and due_at is null and review_at is not null)
           or (not retained and due_at is not null and review_at is null))
);

-- The same content is one recording. A recording that is being disposed of does not count: what is presented then is kept anew.
create unique index recording_content on recording (sha256) where state = 'DEPOSITED';
create index recording_bytes on recording (bytes) where state = 'DEPOSITED';
create index recording_due on recording (due_at) where state = 'DEPOSITED' and not retained;
create index recording_disposing on recording (condemned_at) where state = 'DISPOSING';
create index recording_received on recording (received_at, id);

-- Intake: one row for every time that a dock presented a recording.
create table presentation (
    id           bigint generated always as identity primary key,
    dock         text not null,
    name         text not null,
    bytes        bigint not null,
    modified_at  timestamptz not null,
    recording_id uuid not null,
    duplicate    boolean not null default false,
    presented_at timestamptz not null,
    receipted_at timestamptz,
    -- Why the dock gets no receipt although the vault holds the recording; a person has to look.
    withheld     text,
    -- When the source may go from the dock's folder; null while it stays.
    release_at   timestamptz,
    ended_at     timestamptz
);

-- The source that lies in a dock's folder under that name now.
create unique index presentation_open on presentation (dock, name) where ended_at is null;
create index presentation_release on presentation (release_at) where ended_at is null;
create index presentation_recording on presentation (recording_id);

-- The sidecar as it was found, byte for byte: it is part of the evidence.
create table sidecar (
    recording_id uuid primary key,
    name         text not null,
    sha256       text not null,
    content      bytea not null
);

-- Custody: the history of every recording. Rows are added and never changed.
create table ledger_entry (
    recording_id  uuid not null,
    sequence      integer not null check (sequence > 0),
    at            timestamptz not null,
    actor         text not null,
    act           text not null,
    authority     text not null,
    details       text not null,
    previous_hash text not null,
    hash          text not null,
    primary key (recording_id, sequence)
);

create function refuse_to_change_the_ledger() returns trigger language plpgsql as $$
begin
    raise exception 'the custody ledger is append-only: % is refused', tg_op;
end
$$;

create trigger ledger_is_append_only before update or delete on ledger_entry
    for each row execute function refuse_to_change_the_ledger();
create trigger ledger_is_never_emptied before truncate on ledger_entry
    for each statement execute function refuse_to_change_the_ledger();

-- The end of every chain: taking entries off its end shows too.
create table ledger_head (
    recording_id uuid primary key,
    sequence     integer not null,
    hash         text not null
);

create trigger ledger_heads_are_never_taken_off before delete on ledger_head
    for each row execute function refuse_to_change_the_ledger();
create trigger ledger_heads_are_never_emptied before truncate on ledger_head
    for each statement execute function refuse_to_change_the_ledger();

-- Casework: the outbox. The id is that of the message, and stays the same however often it is sent.
create table handover (
    id              uuid primary key,
    position        bigint generated always as identity,
    recording_id    uuid not null references recording,
    system          text not null,
    type            text not null,
    message         text not null,
    state           text not null check (state in ('PENDING', 'SENT', 'ACKNOWLEDGED', 'REJECTED', 'OVERDUE')),
    attempts        integer not null default 0,
    last_error      text,
    created_at      timestamptz not null,
    -- Not sent again before this instant: also the claim of the hub that is sending it.
    next_attempt_at timestamptz not null,
    sent_at         timestamptz,
    answered_at     timestamptz
);

create index handover_pending on handover (next_attempt_at, position) where state = 'PENDING';
create index handover_recording on handover (recording_id, position);
-- Nobody is told twice of the same retention.
create unique index handover_once on handover (recording_id, system, type)
    where type = 'docket.evidence.disposed.v1';

-- Messages of case systems that were acted on: one that comes again changes nothing.
create table message_seen (
    source  text not null,
    id      text not null,
    seen_at timestamptz not null,
    primary key (source, id)
);

-- Retention: holds and certificates. Decisions stand in the ledger.
create table hold (
    recording_id uuid not null references recording,
    kind         text not null,
    reference    text not null,
    held_by      text not null,
    reason       text not null,
    held_at      timestamptz not null,
    until        timestamptz,
    lifted_at    timestamptz,
    lifted_by    text
);

create unique index hold_standing on hold (recording_id, kind, reference) where lifted_at is null;

create table certificate (
    recording_id uuid primary key references recording,
    content      text not null,
    issued_at    timestamptz not null,
    blob         text not null
);
