-- By what the vault is known: the id that it bears in the container for proofs. No row until both have met, and after a person has
-- released a run that was stopped because the vault bore another one: the next look takes the vault as it is.
create table vault_identity (
    single   boolean primary key default true check (single),
    id       uuid not null,
    known_at timestamptz not null
);
