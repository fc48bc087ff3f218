-- One row per Zendesk schedule and local day on which it is closed.
{% set fields = {'id': 'text', 'schedule_id': 'text', 'name': 'text', 'start_date': 'text', 'end_date': 'text'} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'holidays'), fields) }}
),

spans as (
    select
        r.id as holiday_id,
        r.schedule_id,
        r.name,
        {{ utc_timestamp('r.start_date') }} as first_at,
        {{ utc_timestamp('coalesce(r.end_date, r.start_date)') }} as last_at
    from source
),

days as (
    select holiday_id, schedule_id, name, day_at
    from spans {{ lateral_explode(interval_starts('first_at', 'last_at', 86400), 'day_at') }}
)

select
    holiday_id,
    schedule_id,
    name,
    cast(day_at as date) as holiday_on
from days
