-- What authorities.yaml said when a hub or a command last went by it, one text for each entry: the last row holds. Tokens stand here as
-- a few digits of a hash of their hash, which says that one is another and is good for nothing else.
create table authorities_known (
    position bigint generated always as identity primary key,
    entries  text[] not null,
    since    timestamptz not null
);

-- Recordings whose date moved to an earlier one, or that have one again: it may be over before anybody looks for dates that are near.
-- Without references: whoever notes one must not wait for its row.
create table date_moved (
    recording_id uuid primary key
);

-- What was told of a date that is another one now, or was not for a while, was not told of the one that comes back.
create function note_date_of_recording() returns trigger language plpgsql as $$
begin
    if old.state = 'DEPOSITED' then
        delete from retention_notice where recording_id = new.id;
    end if;
    if not new.retained and (old.state <> 'DEPOSITED' or coalesce(new.due_at < old.due_at, true)) then
        insert into date_moved values (new.id) on conflict do nothing;
    end if;
    return null;
end
$$;

create trigger recording_has_another_date after update of retained, due_at, review_at on recording
    for each row when (new.state = 'DEPOSITED'
        and (old.state = 'DEPOSITED' or new.due_at < new.deposited_at + interval '1 day')
        and (old.retained, old.due_at, old.review_at)
            is distinct from (new.retained, new.due_at, new.review_at)) execute function note_date_of_recording();
