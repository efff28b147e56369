-- How often the broker took a handover. attempts also counts the tries that it did not take, and those say nothing of how patient the case
-- system was asked to be.
alter table handover add column times_sent integer not null default 0;

update handover set times_sent = greatest(1, attempts) where sent_at is not null and state <> 'ACKNOWLEDGED';
