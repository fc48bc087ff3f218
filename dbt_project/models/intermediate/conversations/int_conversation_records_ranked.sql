-- One row per conversation of a source, ranked twice within the canonical conversation it belongs to: by authority
-- (`record_rank`: the source that owns the canonical id first) and by time (`contact_rank`: where the customer began).
with records as (
    select
        conversations.*,
        coalesce(conversations.canonical_conversation_id, conversations.conversation_id) as canonical_id,
        coalesce(mapping.intent_id, own_intents.intent_id) as mapped_intent_id,
        customers.person_id,
        coalesce(customers.is_identified, false) as is_identified
    from {{ ref('int_conversations_unioned') }} as conversations
    left join {{ ref('intent_mapping') }} as mapping
        on conversations.source = mapping.source and conversations.native_intent = mapping.native_intent
    left join {{ ref('intents') }} as own_intents on conversations.native_intent = own_intents.intent_id
    left join {{ ref('int_customers_stitched') }} as customers on conversations.customer_id = customers.customer_id
)

select
    *,
    row_number() over (
        partition by canonical_id
        order by
            case when conversation_id = canonical_id then 0 else 1 end,
            case when opened_at is null then 1 else 0 end, opened_at, conversation_id
    ) as record_rank,
    row_number() over (
        partition by canonical_id
        order by case when opened_at is null then 1 else 0 end, opened_at, conversation_id
    ) as contact_rank,
    row_number() over (
        partition by canonical_id
        order by
            case when is_identified then 0 when person_id is not null then 1 else 2 end,
            case when conversation_id = canonical_id then 0 else 1 end,
            conversation_id
    ) as person_rank
from records
