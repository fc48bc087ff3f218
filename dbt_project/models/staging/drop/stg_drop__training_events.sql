-- One row per course assigned to an agent, as dropped.
{% set fields = {
    'training_event_id': 'text',
    'agent_id': 'text',
    'course': 'text',
    'intent': 'text',
    'assigned_at': 'text',
    'completed_at': 'text',
    'score': 'number',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'training_events'), fields) }}
)

select
    r.training_event_id,
    r.agent_id,
    r.course,
    r.intent,
    {{ utc_timestamp('r.assigned_at') }} as assigned_at,
    {{ utc_timestamp('r.completed_at') }} as completed_at,
    r.score,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
