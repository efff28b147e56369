-- Intake: CRC-64 of the first 16 KiB of a recording. Only one of the same length and the same opening can be the same recording; of
-- those that have none, the length decides.
alter table recording
    add column opening bigint;

drop index recording_bytes;
create index recording_alike on recording (bytes, opening) where state = 'DEPOSITED';
