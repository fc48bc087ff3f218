-- One row per schedule, local day and stretch of its wall clock in which the schedule is open.
-- A slot that ends at or before its start runs past midnight; a holiday closes its own local day. Overlapping slots are
-- one stretch.
with slots as (
    select
        schedule_id,
        weekday,
        holiday_on,
        is_working,
        {{ minutes_of('starts_at') }} as from_minute,
        {{ minutes_of('ends_at') }} as to_minute
    from {{ ref('int_schedules_unioned') }}
),

pieces as (
    select
        schedule_id,
        weekday,
        holiday_on,
        from_minute,
        case when to_minute > from_minute then to_minute else 1440 end as to_minute
    from slots
    where is_working
    union all
    select
        schedule_id,
        mod(weekday + 1, 7) as weekday,
        cast({{ add_days('cast(holiday_on as timestamp)', 1) }} as date) as holiday_on,
        0 as from_minute,
        to_minute
    from slots
    where is_working and to_minute <= from_minute and to_minute > 0
),

holidays as (
    select distinct schedule_id, holiday_on from slots
    where holiday_on is not null
),

days as (
    select days.*, holidays.holiday_on is not null as is_special
    from {{ ref('int_schedule_days') }} as days
    left join holidays
        on days.schedule_id = holidays.schedule_id and days.local_on = holidays.holiday_on
),

opened as (
    select days.schedule_id, days.time_zone, days.local_on, pieces.from_minute, pieces.to_minute
    from days
    inner join pieces
        on days.schedule_id = pieces.schedule_id and {{ weekday_of('days.local_on') }} = pieces.weekday
    where pieces.holiday_on is null and not days.is_special
    union all
    -- Hours given for one date replace the week's.
    select days.schedule_id, days.time_zone, days.local_on, pieces.from_minute, pieces.to_minute
    from days
    inner join pieces on days.schedule_id = pieces.schedule_id and days.local_on = pieces.holiday_on
),

ordered as (
    select
        *,
        max(to_minute) over (
            partition by schedule_id, local_on order by from_minute, to_minute
            rows between unbounded preceding and 1 preceding
        ) as open_until_minute
    from opened
    where from_minute is not null and to_minute is not null
),

islands as (
    select
        *,
        sum(case when from_minute <= open_until_minute then 0 else 1 end) over (
            partition by schedule_id, local_on order by from_minute, to_minute
            rows between unbounded preceding and current row
        ) as island
    from ordered
)

select
    schedule_id,
    time_zone,
    local_on,
    min(from_minute) as from_minute,
    max(to_minute) as to_minute
from islands
group by schedule_id, time_zone, local_on, island
