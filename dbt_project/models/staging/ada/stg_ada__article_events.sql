-- One row per article Ada's AI used in a conversation.
with conversations as (
    select * from {{ ref('stg_ada__ai_conversations') }}
),

used as (
    select
        ada_conversation_id,
        created_at,
        updated_at,
        known_at,
        first_known_at,
        {{ explode('used_articles') }} as article
    from conversations
)

select distinct
    'ada:' || ada_conversation_id || ':' || article.id as article_event_id,
    'ada:' || article.id as article_id,
    'ada:' || ada_conversation_id as conversation_id,
    -- The export lists articles without a time: the conversation's start stands for it.
    created_at as occurred_at,
    'cited' as event_type,
    'ai' as actor_type,
    cast(null as string) as query_hash,
    'ada' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from used
where article.id is not null
