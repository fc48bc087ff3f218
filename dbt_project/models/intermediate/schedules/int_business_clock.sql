-- One row per schedule and stretch of a UTC day in which it is open throughout or shut throughout.
-- With the open seconds before it, the business time between two moments is the difference of two look-ups, each joined
-- on schedule and day: no moment is ever compared with all spans.
with pieces as (
    select schedule_id, opened_at, shut_at, piece_day_at
    from {{ ref('int_business_spans') }}
    {{ lateral_explode(interval_starts('opened_at', add_seconds('shut_at', -1), 86400), 'piece_day_at') }}
),

edges as (
    select distinct schedule_id, cast(local_on as timestamp) as from_at, 0 as opens
    from {{ ref('int_schedule_days') }}
    union all
    select schedule_id, greatest(opened_at, piece_day_at) as from_at, 1 as opens
    from pieces
    union all
    select schedule_id, least(shut_at, {{ add_seconds('piece_day_at', 86400) }}) as from_at, 0 as opens
    from pieces
),

stretches as (
    select
        schedule_id,
        from_at,
        max(opens) = 1 as is_open,
        coalesce(
            lead(from_at) over (partition by schedule_id order by from_at),
            {{ add_days("date_trunc('day', from_at)", 1) }}
        ) as to_at
    from edges
    group by schedule_id, from_at
)

select
    schedule_id,
    cast(from_at as date) as from_on,
    from_at,
    to_at,
    is_open,
    cast(coalesce(
        sum(case when is_open then {{ seconds_between('from_at', 'to_at') }} else 0 end) over (
            partition by schedule_id order by from_at rows between unbounded preceding and 1 preceding
        ), 0
    ) as bigint) as open_seconds_before
from stretches
