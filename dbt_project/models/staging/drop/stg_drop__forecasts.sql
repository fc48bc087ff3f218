-- One row per queue, channel and interval as published, as dropped.
{% set fields = {
    'forecast_id': 'text',
    'queue': 'text',
    'channel': 'text',
    'interval_start': 'text',
    'interval_seconds': 'integer',
    'forecast_contacts': 'number',
    'forecast_handle_seconds': 'number',
    'required_agents': 'number',
    'published_at': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'forecasts'), fields) }}
)

select
    r.forecast_id,
    r.queue,
    r.channel,
    {{ utc_timestamp('r.interval_start') }} as interval_start,
    r.interval_seconds,
    r.forecast_contacts,
    r.forecast_handle_seconds,
    r.required_agents,
    {{ utc_timestamp('r.published_at') }} as published_at,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
