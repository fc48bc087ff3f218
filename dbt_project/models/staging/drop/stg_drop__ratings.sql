-- One row per survey sent about a conversation, as dropped.
{% set fields = {
    'rating_id': 'text',
    'conversation_id': 'text',
    'actor_id': 'text',
    'kind': 'text',
    'score': 'number',
    'scale_min': 'number',
    'scale_max': 'number',
    'asked_at': 'text',
    'answered_at': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'ratings'), fields) }}
)

select
    r.rating_id,
    r.conversation_id,
    r.actor_id,
    r.kind,
    r.score,
    r.scale_min,
    r.scale_max,
    {{ utc_timestamp('r.asked_at') }} as asked_at,
    {{ utc_timestamp('r.answered_at') }} as answered_at,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
