-- Which hub tells the vault of a recording's legal hold, and until when nobody else does. The triggers move look_at only: that a
-- recording has to be looked at again does not take it from whoever is at it.
alter table vault_protection
    add column claim         uuid,
    add column claimed_until timestamptz,
    add constraint vault_protection_claim check ((claim is null) = (claimed_until is null));

comment on column vault_protection.look_at is
    'From when on it has to be looked at; null while it is as it should be. Not before claimed_until, if somebody is at it.';

-- What is on its way to a colder tier. There is a row only while the vault is told, or if a hub died meanwhile.
create table tier_move (
    recording_id  uuid primary key references recording,
    tier          text not null check (tier in ('cool', 'cold', 'archive')),
    claim         uuid not null,
    -- Until then nobody else moves it, and nobody takes what the vault says of its tier for the last word.
    claimed_until timestamptz not null
);

-- Late sidecars that are kept and being taken away from their docks' folders: whoever is killed meanwhile leaves the row, and the next
-- one goes on with it. Their recordings are ended long since, so that nothing else leads there.
create table sidecar_removal (
    dock         text not null,
    name         text not null,
    recording_id uuid not null references recording,
    -- When it is tried again, if it could not be done.
    again_at     timestamptz not null,
    primary key (dock, name)
);
