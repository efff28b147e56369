-- When the answer of the case system is due. Without it until then, the handover is OVERDUE and sent again.
alter table handover add column answer_due_at timestamptz;

-- The oldest that are to be sent, those that are to be sent again, and those whose answer may be late: for each case system, and without
-- those that are acknowledged, which are nearly all.
drop index handover_pending;
create index handover_pending on handover (system, position) where state = 'PENDING';
create index handover_overdue on handover (system, next_attempt_at) where state = 'OVERDUE';
create index handover_sent on handover (answer_due_at) where state = 'SENT';
create index handover_open on handover (system, state) where state <> 'ACKNOWLEDGED';

-- What was sent before has a day for its answer from now on.
update handover set answer_due_at = now() + interval '1 day' where state = 'SENT';
