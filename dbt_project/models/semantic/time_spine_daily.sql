-- One row per day, the calendar that MetricFlow joins to.
with days as (
    select day_at
    from (select timestamp '2015-01-01 00:00:00' as first_at, timestamp '2040-12-31 00:00:00' as last_at) as span
    {{ lateral_explode(interval_starts('first_at', 'last_at', 86400), 'day_at') }}
)

select cast(day_at as date) as date_day
from days
