-- One row per article Ada's AI used in a conversation.
with conversations as (
    select * from {{ ref('stg_ada__ai_conversations') }}
),

used as (
    select distinct
        conversations.ada_conversation_id,
        article.id as article_id
    from conversations
    {{ lateral_explode('conversations.used_articles', 'article') }}
    where article.id is not null
)

select
    'ada:' || used.ada_conversation_id || ':' || used.article_id as article_event_id,
    'ada:' || used.article_id as article_id,
    'ada:' || used.ada_conversation_id as conversation_id,
    -- The export lists articles without a time: the conversation's start stands for it.
    conversations.created_at as occurred_at,
    'cited' as event_type,
    'ai' as actor_type,
    cast(null as string) as query_hash,
    'ada' as source,
    conversations.known_at as extracted_at,
    conversations.first_known_at,
    conversations.updated_at as source_updated_at
from used
inner join conversations on used.ada_conversation_id = conversations.ada_conversation_id
