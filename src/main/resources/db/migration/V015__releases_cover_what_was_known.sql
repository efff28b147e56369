-- When a run was stopped: who releases it knows what was found until then.
alter table purge_run add column stopped_at timestamptz;
