-- Intake: CRC-64 of the first and the last 16 KiB of a recording. Only one of the same length and with the same ends can be the same
-- recording; of those that have none, the length decides.
alter table recording
    add column ends bigint;

drop index recording_bytes;
create index recording_alike on recording (bytes, ends) where state = 'DEPOSITED';
