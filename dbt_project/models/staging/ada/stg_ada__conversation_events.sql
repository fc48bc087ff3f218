-- One row per event of an Ada conversation: what was said, the hand-off, and two things the words show:
-- that the customer asked for a person, and that the AI said what it is. Those follow their message.
with messages as (
    select * from {{ ref('stg_ada__messages') }}
),

conversations as (
    select
        ada_conversation_id,
        ai_agent_id
    from {{ ref('stg_ada__ai_conversations') }}
),

facets as (
    select
        event_type,
        id_suffix,
        facet_order
    from (
        values
        ('message', '', 1),
        ('human_requested', ':human_requested', 2),
        ('disclosure', ':disclosure', 3),
        ('hand_off', ':hand_off', 4)
    ) as kinds (event_type, id_suffix, facet_order)
),

events as (
    select
        messages.*,
        facets.event_type,
        facets.id_suffix,
        row_number() over (
            partition by messages.ada_conversation_id
            order by messages.occurred_at nulls last, messages.message_id, facets.facet_order
        ) as sequence
    from messages
    inner join facets
        on case facets.event_type
            when 'message' then messages.is_said
            when 'human_requested' then messages.is_said and messages.is_person_request
            when 'disclosure' then messages.is_said and messages.is_disclosure
            when 'hand_off' then messages.is_hand_off
        end
)

select
    'ada:' || events.message_id || events.id_suffix as event_id,
    'ada:' || events.ada_conversation_id as conversation_id,
    events.occurred_at,
    events.sequence,
    events.event_type,
    -- Whoever posts the hand-off message, it is the AI that hands over.
    case
        when events.event_type = 'hand_off' or events.sender_type = 'ai' then conversations.ai_agent_id
        else 'ada:' || events.sender
    end as actor_id,
    case when events.event_type = 'hand_off' then 'ai' else events.sender_type end as actor_type,
    case when events.event_type <> 'hand_off' then 'public' end as visibility,
    cast(null as string) as from_value,
    cast(null as string) as to_value,
    case when events.event_type = 'message' then events.text_chars end as text_chars,
    case when events.event_type = 'message' then events.text_hash end as text_hash,
    cast(null as string) as tool_name,
    cast(null as string) as article_id,
    cast(null as bigint) as tokens_in,
    cast(null as bigint) as tokens_out,
    cast(null as double) as latency_seconds,
    cast(null as string) as sub_agent,
    'ada' as source,
    events.known_at as extracted_at,
    events.first_known_at,
    events.occurred_at as source_updated_at
from events
left join conversations on events.ada_conversation_id = conversations.ada_conversation_id
