-- What authorities.yaml said when a hub or a command last went by it, one text for each entry: the last row holds. Tokens stand here as
-- a few digits of a hash of their hash, which says that one is another and is good for nothing else.
create table authorities_known (
    position bigint generated always as identity primary key,
    entries  text[] not null,
    since    timestamptz not null
);
