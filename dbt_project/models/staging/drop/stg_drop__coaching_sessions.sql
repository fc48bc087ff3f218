-- One row per coaching session planned, as dropped.
{% set fields = {
    'coaching_session_id': 'text',
    'agent_id': 'text',
    'coach_id': 'text',
    'planned_at': 'text',
    'delivered_at': 'text',
    'cancelled_at': 'text',
    'cancel_reason': 'text',
    'duration_seconds': 'integer',
    'dimension': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'coaching_sessions'), fields) }}
)

select
    r.coaching_session_id,
    r.agent_id,
    r.coach_id,
    {{ utc_timestamp('r.planned_at') }} as planned_at,
    {{ utc_timestamp('r.delivered_at') }} as delivered_at,
    {{ utc_timestamp('r.cancelled_at') }} as cancelled_at,
    r.cancel_reason,
    r.duration_seconds,
    r.dimension,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
