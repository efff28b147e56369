-- All categories of a recording; the one that governs stays in the column category.
alter table recording add column categories text[] not null default '{}';

update recording set categories = array[category] where category is not null;

alter table recording
    add constraint recording_governing_category_is_one_of_its_categories
        check (category is null or category = any (categories));

create index recording_review on recording (review_at) where state = 'DEPOSITED' and retained;

-- Of which dates people were told. One row for each recording, each date, and each period before it that a notice was for.
create table retention_notice (
    recording_id uuid not null references recording,
    date         timestamptz not null,
    -- ISO 8601, or 'review' for a notice that the date of a review has come.
    period       text not null,
    told_at      timestamptz not null,
    primary key (recording_id, date, period)
);

create index retention_notice_past on retention_notice (date) where period <> 'review';
