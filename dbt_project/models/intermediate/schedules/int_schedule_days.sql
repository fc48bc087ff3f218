-- One row per schedule and local day of the time that clocks may ask for: two days before the first known moment to 120
-- days after the last, so that targets which fall due later have a date.
with moments as (
    select min(occurred_at) as first_at, max(occurred_at) as last_at
    from {{ ref('int_conversation_events_unioned') }}
    union all
    select min(opened_at) as first_at, max(coalesce(closed_at, resolved_at, opened_at)) as last_at
    from {{ ref('int_conversations_unioned') }}
),

range_known as (
    select
        {{ add_days('min(first_at)', -2) }} as first_at,
        {{ add_days('max(last_at)', 120) }} as last_at
    from moments
),

days as (
    select day_at from range_known {{ lateral_explode(interval_starts('first_at', 'last_at', 86400), 'day_at') }}
),

schedules as (
    -- Without one readable slot the hours are unknown, not nil.
    select schedule_id, max(time_zone) as time_zone
    from {{ ref('int_schedules_unioned') }}
    where is_working and {{ minutes_of('starts_at') }} is not null and {{ minutes_of('ends_at') }} is not null
    group by schedule_id
)

select
    schedules.schedule_id,
    schedules.time_zone,
    cast(days.day_at as date) as local_on
from schedules
cross join days
where schedules.time_zone is not null
