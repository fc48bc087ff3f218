-- One row per schedule, local day and stretch of it in which the schedule is open, in UTC.
-- Each day of the wall clock is converted on its own, so that a 01:00-05:00 shift lasts three hours in the night the
-- clock goes forward.
with openings as (
    select
        schedule_id,
        time_zone,
        local_on,
        {{ add_seconds('cast(local_on as timestamp)', '60 * from_minute') }} as opens_locally_at,
        {{ add_seconds('cast(local_on as timestamp)', '60 * to_minute') }} as shuts_locally_at
    from {{ ref('int_schedule_openings') }}
),

converted as (
    select
        schedule_id,
        local_on,
        {{ local_to_utc('opens_locally_at', 'time_zone', 'first') }} as opened_at,
        {{ local_to_utc('shuts_locally_at', 'time_zone', 'last') }} as shut_at
    from openings
)

select * from converted
where opened_at < shut_at
