-- A handover that cannot be put into the form that its case system reads is put off: how often, and until when. Nothing else waits for it
-- but what follows of the same recording.
alter table handover add column put_offs integer not null default 0;
alter table handover add column put_off_until timestamptz;

create index handover_put_off on handover (system) where put_off_until is not null;
