-- One row per conversation in which an AI wrote to a customer: whether it said what it is, and when.
with first_ai as (
    select
        conversation_id,
        min_by(leg_id, leg_number) as leg_id
    from {{ ref('fct_legs') }}
    where first_ai_message_at is not null
    group by conversation_id
)

select
    turns.conversation_id,
    legs.leg_id,
    legs.actor_id,
    legs.vendor,
    legs.ai_version,
    agents.use_case_id,
    conversations.channel,
    legs.language,
    conversations.exclusion_reason,
    turns.ai_turns,
    turns.disclosed_turn,
    case when turns.is_told then {{ disclosure_state('turns.disclosed_turn') }} end as disclosure,
    turns.first_ai_message_at,
    turns.disclosed_at,
    conversations.opened_local_on,
    conversations.first_known_at,
    conversations.last_known_at
from {{ ref('int_ai_turns_disclosed') }} as turns
inner join {{ ref('fct_conversations') }} as conversations on turns.conversation_id = conversations.conversation_id
left join first_ai on turns.conversation_id = first_ai.conversation_id
left join {{ ref('fct_legs') }} as legs on first_ai.leg_id = legs.leg_id
left join {{ ref('int_agents_merged') }} as agents on legs.actor_id = agents.agent_id
