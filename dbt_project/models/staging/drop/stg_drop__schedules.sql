-- One row per weekly slot or holiday of a schedule, as dropped.
{% set fields = {
    'schedule_slot_id': 'text',
    'schedule_id': 'text',
    'name': 'text',
    'time_zone': 'text',
    'weekday': 'integer',
    'starts_at': 'text',
    'ends_at': 'text',
    'holiday_on': 'text',
    'is_working': 'boolean',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'schedules'), fields) }}
)

select
    r.schedule_slot_id,
    r.schedule_id,
    r.name,
    r.time_zone,
    r.weekday,
    r.starts_at,
    r.ends_at,
    {{ try_cast('r.holiday_on', 'date') }} as holiday_on,
    r.is_working,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
