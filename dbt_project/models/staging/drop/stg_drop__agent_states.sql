-- One row per actual stretch of one agent, as dropped.
{% set fields = {
    'agent_state_id': 'text',
    'agent_id': 'text',
    'conversation_id': 'text',
    'started_at': 'text',
    'ended_at': 'text',
    'activity': 'text',
    'channel': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'agent_states'), fields) }}
)

select
    r.agent_state_id,
    r.agent_id,
    r.conversation_id,
    {{ utc_timestamp('r.started_at') }} as started_at,
    {{ utc_timestamp('r.ended_at') }} as ended_at,
    r.activity,
    r.channel,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
