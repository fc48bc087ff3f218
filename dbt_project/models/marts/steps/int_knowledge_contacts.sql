-- One row per contact: whether knowledge was linked in it, by whom, and what searches in it found.
with uses as (
    select
        records.canonical_id as conversation_id,
        used.event_type,
        used.actor_type,
        used.article_id
    from {{ ref('int_article_events_unioned') }} as used
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on used.conversation_id = records.conversation_id
    union all
    select
        conversation_id,
        'shared' as event_type,
        actor_type,
        article_id
    from {{ ref('int_events_attributed') }}
    where event_type = 'article_shared'
),

rolled as (
    select
        conversation_id,
        max(case when actor_type = 'human' and event_type in ('shared', 'cited') then 1 else 0 end) as human_linked,
        -- Retrieved is not used: only what the AI cites or sends counts.
        max(case when actor_type = 'ai' and event_type in ('shared', 'cited') then 1 else 0 end) as ai_linked,
        count(case when actor_type = 'human' and event_type like 'search%' then 1 end) as human_searches,
        count(case when actor_type = 'human' and event_type = 'search_miss' then 1 end) as human_failed_searches,
        count(case when actor_type = 'ai' and event_type like 'search%' then 1 end) as ai_searches,
        count(case when actor_type = 'ai' and event_type = 'search_miss' then 1 end) as ai_failed_searches
    from uses
    group by conversation_id
)

select
    conversations.conversation_id,
    conversations.intent_id,
    conversations.last_population as population,
    coalesce(rolled.human_linked, 0) as human_linked,
    coalesce(rolled.ai_linked, 0) as ai_linked,
    coalesce(rolled.human_searches, 0) as human_searches,
    coalesce(rolled.human_failed_searches, 0) as human_failed_searches,
    coalesce(rolled.ai_searches, 0) as ai_searches,
    coalesce(rolled.ai_failed_searches, 0) as ai_failed_searches,
    coalesce(legs.is_judged and legs.is_mature_7d and legs.is_traceable, false) as is_settled,
    legs.resolution
from {{ ref('fct_conversations') }} as conversations
left join {{ ref('fct_legs') }} as legs on conversations.contact_leg_id = legs.leg_id
left join rolled on conversations.conversation_id = rolled.conversation_id
where conversations.is_contact
