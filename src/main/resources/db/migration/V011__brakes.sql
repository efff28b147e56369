-- Passes over the custody ledger: each derives the hashes of all chains again, in the order of their ids, a page in each transaction.
create table ledger_check (
    id           bigint generated always as identity primary key,
    began_at     timestamptz not null,
    -- When the last chain was verified; null while the pass is under way.
    ended_at     timestamptz,
    -- The chains up to that id are verified; null for none.
    verified_to  uuid,
    chains       bigint not null default 0,
    entries      bigint not null default 0
);

-- One pass at most is under way.
create unique index ledger_check_under_way on ledger_check ((ended_at is null)) where ended_at is null;

-- What does not verify, one sentence each, and when that was first found. The ledger cannot be repaired: a finding stays.
create table ledger_finding (
    what     text primary key,
    found_at timestamptz not null
);

create index ledger_finding_found on ledger_finding (found_at);

-- Rulebooks by which a person said that recordings may be disposed of, each for exactly that content.
create table rulebook_accepted (
    version     text primary key references rulebook,
    accepted_by text not null,
    reason      text not null,
    accepted_at timestamptz not null
);
