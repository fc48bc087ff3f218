-- One row per article Fin used in a conversation.
with used as (
    select
        thread_id,
        created_at,
        updated_at,
        known_at,
        first_known_at,
        {{ explode('ai_content') }} as content
    from {{ ref('stg_intercom__threads') }}
),

named as (
    select
        *,
        -- Named by the address it has in Intercom only.
        {{ extract_pattern('content.url', '/([0-9]+)([?#].*)?$', 1) }} as article_id
    from used
    where content.content_type = 'article'
)

select distinct
    'intercom:' || thread_id || ':' || article_id as article_event_id,
    'intercom:' || article_id as article_id,
    'intercom:' || thread_id as conversation_id,
    -- Listed without a time: the conversation's start stands for it.
    created_at as occurred_at,
    'cited' as event_type,
    'ai' as actor_type,
    cast(null as string) as query_hash,
    'intercom' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from named
where article_id is not null
