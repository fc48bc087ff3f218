-- One row per use of an article or search, as dropped.
{% set fields = {
    'article_event_id': 'text',
    'article_id': 'text',
    'conversation_id': 'text',
    'occurred_at': 'text',
    'event_type': 'text',
    'actor_type': 'text',
    'query_hash': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'article_events'), fields) }}
)

select
    r.article_event_id,
    r.article_id,
    r.conversation_id,
    {{ utc_timestamp('r.occurred_at') }} as occurred_at,
    r.event_type,
    r.actor_type,
    r.query_hash,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
