-- Rulebooks: the policy and the retention rules that were ever in force, or that wait to be accepted, word for word. What classified a
-- recording can so be read again, and a hub that starts knows what holds.
create table rulebook (
    -- 12 hex digits of a hash over both texts.
    version           text primary key,
    policy_version    text not null,
    retention_version text not null,
    classification    text not null,
    retention         text not null,
    first_seen_at     timestamptz not null
);

create index rulebook_policy on rulebook (policy_version, retention_version);

-- One row for each time that a rulebook came into force; the last one is in force. Each is followed by a pass that appraises the
-- recordings there are by it.
create table rulebook_in_force (
    position        bigint generated always as identity primary key,
    version         text not null references rulebook,
    since           timestamptz not null,
    -- Who accepted that recordings become due earlier, if any did.
    accepted_by     text,
    accepted_reason text,
    accepted_at     timestamptz,
    -- How far the pass is: it goes by the ids of recordings. When it was through.
    appraised_to    uuid,
    changed         bigint not null default 0,
    appraised_at    timestamptz,
    check ((accepted_by is null) = (accepted_reason is null) and (accepted_by is null) = (accepted_at is null))
);

-- What a hub found in its files and did not take up. Of the same content, people are told once.
create table rulebook_refused (
    version         text primary key,
    reason          text not null,
    refused_at      timestamptz not null,
    -- If it is right, and waits only for somebody to accept that recordings become due earlier: than what they would.
    judged_against  bigint references rulebook_in_force,
    accepted_by     text,
    accepted_reason text,
    accepted_at     timestamptz,
    check ((accepted_by is null) = (accepted_reason is null) and (accepted_by is null) = (accepted_at is null)),
    check (judged_against is not null or accepted_by is null)
);
