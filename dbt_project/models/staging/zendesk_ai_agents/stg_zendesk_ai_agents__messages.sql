-- One row per message that a Zendesk AI agent's export counts: by whom, and nothing of what was said.
with counted as (
    select
        *,
        least(customer_messages, ai_messages) * 2 as in_turns,
        {{ explode(places('coalesce(customer_messages, 0) + coalesce(ai_messages, 0)')) }} as place
    from {{ ref('stg_zendesk_ai_agents__ai_conversations') }}
),

placed as (
    select
        *,
        case
            when place < coalesce(in_turns, 0) then case when place % 2 = 0 then 'customer' else 'ai' end
            when coalesce(customer_messages, 0) > coalesce(ai_messages, 0) then 'customer'
            else 'ai'
        end as sender_type,
        max(place) over (partition by zendesk_ai_agents_conversation_id) as last_place
    from counted
),

with_last as (
    select
        *,
        max(case when sender_type = 'ai' then place end) over (partition by zendesk_ai_agents_conversation_id)
            as last_by_ai
    from placed
)

select
    zendesk_ai_agents_conversation_id || ':' || cast(place as string) as message_id,
    zendesk_ai_agents_conversation_id,
    cast(place as bigint) as place,
    case when sender_type = 'customer' then customer_key end as sender,
    sender_type,
    cast(null as bigint) as text_chars,
    cast(null as string) as text_hash,
    false as is_person_request,
    false as is_disclosure,
    coalesce(is_escalated and place = last_by_ai, false) as is_hand_off,
    true as is_said,
    -- Only the first and the last have a time.
    case place when 0 then created_at when last_place then ended_at end as occurred_at,
    known_at,
    first_known_at
from with_last
