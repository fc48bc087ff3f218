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
    -- What Ada took over from the help centre is known by the number in its address there.
    case
        when article.source = 'zendesk' and {{ matches('article.url', '/articles/[0-9]+') }}
            then 'zendesk:' || {{ extract_pattern('article.url', '/articles/([0-9]+)', 1) }}
        else 'ada:' || article.id
    end as article_id,
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
