-- One row per queue, channel and interval as counted by the source, as dropped.
{% set fields = {
    'demand_interval_id': 'text',
    'queue': 'text',
    'channel': 'text',
    'interval_start': 'text',
    'interval_seconds': 'integer',
    'contacts_offered': 'number',
    'contacts_answered': 'number',
    'contacts_abandoned': 'number',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'demand_intervals'), fields) }}
)

select
    r.demand_interval_id,
    r.queue,
    r.channel,
    {{ utc_timestamp('r.interval_start') }} as interval_start,
    r.interval_seconds,
    r.contacts_offered,
    r.contacts_answered,
    r.contacts_abandoned,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
