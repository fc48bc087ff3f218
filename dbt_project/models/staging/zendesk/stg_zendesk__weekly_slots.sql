-- One row per Zendesk schedule, day of the week and stretch of it in which the schedule is open.
-- Zendesk counts minutes from Sunday's midnight; a stretch that reaches into the next day is one row on each.
{% set fields = {'id': 'text', 'intervals': [{'start_time': 'integer', 'end_time': 'integer'}]} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'schedules'), fields) }}
),

intervals as (
    select
        r.id as schedule_id,
        {{ explode('r.intervals') }} as span
    from source
),

days as (
    select
        intervals.schedule_id,
        week.day_number,
        greatest(intervals.span.start_time - week.day_number * 1440, 0) as from_minute,
        least(intervals.span.end_time - week.day_number * 1440, 1440) as to_minute
    from intervals
    inner join (values (0), (1), (2), (3), (4), (5), (6)) as week (day_number)
        on intervals.span.start_time < (week.day_number + 1) * 1440
        and intervals.span.end_time > week.day_number * 1440
)

select
    schedule_id,
    -- 0 = Monday in the standard, Sunday in Zendesk.
    mod(day_number + 6, 7) as weekday,
    {{ clock_of('from_minute') }} as starts_at,
    {{ clock_of('mod(to_minute, 1440)') }} as ends_at
from days
