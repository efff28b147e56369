-- When people were last told that something is wrong with handovers to a case system, and of how many they were not told since: a system
-- that answers nothing all night is one thing to know, not thousands.
create table handover_notice (
    system  text not null,
    kind    text not null,
    told_at timestamptz,
    untold  bigint not null default 0,
    primary key (system, kind)
);
