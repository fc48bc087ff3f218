-- One row per Decagon conversation, as Decagon exports it. What is in its metadata your own widget sent.
{% set fields = {
    'conversation_id': 'text', 'user_id': 'text', 'created_at': 'text', 'updated_at': 'text',
    'undeflected': 'boolean', 'csat_rating': 'number', 'csat': 'number',
    'tags': [{'name': 'text', 'level': 'integer'}],
    'metadata': {
        'ticket_id': 'text', 'email': 'text', 'channel': 'text', 'language': 'text', 'is_test': 'boolean'
    }
} %}
with source as (
    {{ latest_records(source('raw_decagon', 'conversations'), fields) }}
),

tagged as (
    select
        record_key,
        {{ explode_placed('r.tags') }}
    from source
),

deepest as (
    -- The tag of the deepest level says most exactly what it is about.
    select
        record_key,
        item.name as tag,
        row_number() over (partition by record_key order by item.level desc nulls last, place) as choice
    from tagged
)

select
    source.r.conversation_id as decagon_conversation_id,
    source.r.user_id,
    nullif(source.r.metadata.ticket_id, '') as ticket_id,
    -- Decagon tells no version of its agent: all its answers are one actor's.
    'decagon:agent' as ai_agent_id,
    {{ identity_hash('source.r.metadata.email') }} as email_hash,
    source.r.metadata.channel as platform,
    lower(substr(source.r.metadata.language, 1, 2)) as language,
    deepest.tag as native_intent,
    case source.r.undeflected when false then 'deflected' when true then 'undeflected' end as resolution_label,
    coalesce(source.r.csat_rating, source.r.csat) as csat_score,
    cast(null as double) as ai_handle_seconds,
    source.r.undeflected as is_escalated,
    coalesce(source.r.metadata.is_test, false) as is_test,
    {{ utc_timestamp('source.r.created_at') }} as created_at,
    {{ utc_timestamp('source.r.updated_at') }} as updated_at,
    source.known_at,
    source.first_known_at
from source
left join deepest on source.record_key = deepest.record_key and deepest.choice = 1
