-- What was said under an id, so that something else under the same id is noticed. Null for what came before this was noted.
alter table message_seen add column content text;
