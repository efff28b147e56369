-- What the vault was told of the legal hold on a recording's blob. There is a row for each recording that is or was retained or held;
-- triggers note which of them have to be looked at, so that finding these costs as much as there are, whoever changed the recording.
create table vault_protection (
    recording_id    uuid primary key,
    -- SETTING and LIFTING: the vault is being told, so the blob may have a legal hold.
    state           text not null default 'ABSENT' check (state in ('ABSENT', 'SETTING', 'SET', 'LIFTING')),
    -- Until when the vault was told that nobody may change the blob; null if it was not.
    immutable_until timestamptz,
    told_at         timestamptz,
    -- From when on it has to be looked at; null while it is as it should be. Also the claim of the hub that is at it.
    look_at         timestamptz,
    attempts        integer not null default 0,
    last_failure    text
);

create index vault_protection_look on vault_protection (look_at) where look_at is not null;
-- While legal holds are switched off, only what has one is looked at.
create index vault_protection_lift on vault_protection (look_at) where look_at is not null and state <> 'ABSENT';

-- These run in transactions that hold the lock of the recording's row; a row of vault_protection is written in no others.
create function note_vault_protection_of_recording() returns trigger language plpgsql as $$
begin
    if new.retained then
        insert into vault_protection (recording_id, look_at) values (new.id, '-infinity')
            on conflict (recording_id) do update set look_at = '-infinity';
    else
        delete from vault_protection where recording_id = new.id and state = 'ABSENT'
            and not exists (select 1 from hold where hold.recording_id = new.id and lifted_at is null);
        update vault_protection set look_at = '-infinity' where recording_id = new.id;
    end if;
    return null;
end
$$;

create function note_vault_protection_of_hold() returns trigger language plpgsql as $$
begin
    if new.lifted_at is null then
        insert into vault_protection (recording_id, look_at) values (new.recording_id, '-infinity')
            on conflict (recording_id) do update set look_at = '-infinity';
    else
        update vault_protection set look_at = '-infinity' where recording_id = new.recording_id;
    end if;
    return null;
end
$$;

create trigger recording_is_retained_at_deposit after insert on recording
    for each row when (new.state = 'DEPOSITED' and new.retained) execute function note_vault_protection_of_recording();
create trigger recording_is_retained_or_released after update of retained, state on recording
    for each row when (new.state = 'DEPOSITED' and new.retained <> (old.state = 'DEPOSITED' and old.retained))
    execute function note_vault_protection_of_recording();
create trigger hold_is_placed_or_lifted after insert or update of lifted_at, until on hold
    for each row execute function note_vault_protection_of_hold();

insert into vault_protection (recording_id, look_at)
select id, '-infinity' from recording
 where state = 'DEPOSITED'
   and (retained or exists (select 1 from hold where hold.recording_id = recording.id and lifted_at is null));

-- The access tier that the vault was told last; hot is what a deposit gets.
alter table recording
    add column vault_tier text not null default 'hot' check (vault_tier in ('hot', 'cool', 'cold', 'archive'));

create index recording_tier on recording (category, vault_tier, deposited_at, id) where state = 'DEPOSITED' and retained;

-- Who asked for a recording to be brought back from the archive, and how far that is.
create table retrieval (
    id           uuid primary key,
    recording_id uuid not null references recording,
    asked_by     text not null,
    reason       text not null,
    priority     text not null check (priority in ('standard', 'high')),
    tier         text not null check (tier in ('hot', 'cool', 'cold')),
    asked_at     timestamptz not null,
    -- When the vault was told; null until then.
    told_at      timestamptz,
    -- Not looked at again before this instant: also the claim of the hub that is at it.
    next_look_at timestamptz not null,
    ready_at     timestamptz,
    -- It is not moved to a colder tier before this instant.
    stays_until  timestamptz,
    ended_at     timestamptz,
    last_failure text,
    check (ready_at is null or (stays_until is not null and ended_at is not null))
);

create unique index retrieval_open on retrieval (recording_id) where ended_at is null;
create index retrieval_look on retrieval (next_look_at) where ended_at is null;
create index retrieval_recording on retrieval (recording_id, asked_at);
