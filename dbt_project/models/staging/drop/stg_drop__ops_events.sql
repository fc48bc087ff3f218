-- One row per operational event, as dropped.
{% set fields = {
    'ops_event_id': 'text',
    'kind': 'text',
    'started_at': 'text',
    'ended_at': 'text',
    'intents': 'text',
    'magnitude': 'number',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'ops_events'), fields) }}
)

select
    r.ops_event_id,
    r.kind,
    {{ utc_timestamp('r.started_at') }} as started_at,
    {{ utc_timestamp('r.ended_at') }} as ended_at,
    r.intents,
    r.magnitude,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
