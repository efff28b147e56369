-- What retention counts from: the time of recording as it was believed at the deposit. What is learnt later does not move it.
alter table recording rename column recorded_at to counted_recorded_at;
alter table recording rename column recorded_at_source to counted_recorded_at_source;

-- What a person decided last, if anybody did.
alter table recording
    add column decided text check (decided in ('RETAINED', 'RELEASED'));

update recording
   set decided = upper(last.act)
  from (select distinct on (recording_id) recording_id, act from ledger_entry
         where act in ('retained', 'released') order by recording_id, sequence desc) last
 where last.recording_id = recording.id;
