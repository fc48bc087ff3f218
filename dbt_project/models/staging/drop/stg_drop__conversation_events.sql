-- One row per event of a conversation, as dropped.
{% set fields = {
    'event_id': 'text',
    'conversation_id': 'text',
    'occurred_at': 'text',
    'sequence': 'integer',
    'event_type': 'text',
    'actor_id': 'text',
    'actor_type': 'text',
    'visibility': 'text',
    'from_value': 'text',
    'to_value': 'text',
    'text_chars': 'integer',
    'text_hash': 'text',
    'tool_name': 'text',
    'article_id': 'text',
    'tokens_in': 'integer',
    'tokens_out': 'integer',
    'latency_seconds': 'number',
    'sub_agent': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'conversation_events'), fields) }}
)

select
    r.event_id,
    r.conversation_id,
    {{ utc_timestamp('r.occurred_at') }} as occurred_at,
    r.sequence,
    r.event_type,
    r.actor_id,
    r.actor_type,
    r.visibility,
    r.from_value,
    r.to_value,
    r.text_chars,
    r.text_hash,
    r.tool_name,
    r.article_id,
    r.tokens_in,
    r.tokens_out,
    r.latency_seconds,
    r.sub_agent,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
