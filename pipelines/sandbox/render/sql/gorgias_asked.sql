-- One row per survey sent: of a ticket that was asked about more than once, the one that was answered, or the last.
create table gorgias_asked as
with asked as (
    select k.*, case when rating_score > 0 and rating_answered_at < world_end() then rating_answered_at end as answered_at
    from contacts k where rating_where > 0 and rating_asked_at < world_end()
)
select thread, thread_key, 6000000 + thread_key as survey, contact, rating_asked_at as asked_at, answered_at,
    case when answered_at is not null then rating_score end as score
from asked
qualify row_number() over (partition by thread order by answered_at desc nulls last, rating_asked_at desc, contact) = 1;
