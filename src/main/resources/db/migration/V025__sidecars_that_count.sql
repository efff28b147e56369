-- Whether a recording was described by that sidecar when it was kept. One that counts must not be taken for a correction because one that
-- does not count came after it.
alter table sidecar add column counted boolean not null default true;
