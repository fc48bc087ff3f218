-- One row per schedule, open stretch and hour of open time it reaches into: finds the moment at which a number of open
-- seconds is reached, by an equality on schedule and hour.
with opened as (
    select
        schedule_id,
        from_at,
        open_seconds_before,
        open_seconds_before + {{ seconds_between('from_at', 'to_at') }} as open_seconds_after,
        {{ epoch_to_timestamp('open_seconds_before') }} as from_counted_at,
        {{ epoch_to_timestamp('open_seconds_before + ' ~ seconds_between('from_at', 'to_at') ~ ' - 1') }}
            as to_counted_at
    from {{ ref('int_business_clock') }}
    where is_open
),

-- Open seconds counted as if they were a clock since 1970: its hours are the ones wanted.
hours as (
    select schedule_id, from_at, open_seconds_before, open_seconds_after, counted_hour_at
    from opened {{ lateral_explode(interval_starts('from_counted_at', 'to_counted_at', 3600), 'counted_hour_at') }}
)

select
    schedule_id,
    cast({{ seconds_between(epoch_to_timestamp(0), 'counted_hour_at') }} as bigint) as hour_starts_at_second,
    from_at,
    open_seconds_before,
    open_seconds_after
from hours
