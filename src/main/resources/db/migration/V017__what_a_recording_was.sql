alter table recording
    -- What it was of before and is not any more, sorted. Whatever it was ever held as counts for its minimum and its early deletion.
    add column former_categories text[] not null default '{}',
    -- Until when at least whoever released it promised to keep it. Null if nobody did.
    add column promised_until    timestamptz;

update recording set former_categories = former.categories
    from (select had.recording_id, array_agg(distinct had.category order by had.category) as categories
          from (select entry.recording_id,
                       jsonb_array_elements_text(case
                           when jsonb_typeof(said.details -> 'before') = 'array' then said.details -> 'before'
                           else coalesce(said.details -> 'categoriesBefore', jsonb_build_array(said.details -> 'before')) end)
                           as category
                from ledger_entry entry
                cross join lateral (select cast(entry.details as jsonb) as details) said
                where entry.act in ('classified-again', 'recategorised') and said.details ? 'before') had
          join recording held on held.id = had.recording_id
          where held.state = 'DEPOSITED' and had.category <> all (held.categories) and had.category <> 'null'
          group by had.recording_id) former
    where recording.id = former.recording_id;

-- What was promised was not noted until now: it may have been less than this, and never was more.
update recording set promised_until = coalesce(due_otherwise, due_at)
    where decided = 'RELEASED' and not retained and state = 'DEPOSITED';

alter table early_deletion
    -- What somebody wants the recording to be of instead; empty if it is to be deleted early.
    add column categories text[] not null default '{}',
    -- Whether nobody but a dock asks for it.
    add column by_sidecar boolean not null default false,
    drop constraint early_deletion_ending_check,
    add constraint early_deletion_ending_check check (ending in
        ('KEPT', 'RETAINED', 'HELD', 'RECATEGORISED', 'LEARNT', 'OVERTAKEN', 'WITHDRAWN', 'OFFICER'));
