-- One row per event of an Ada conversation: what was said, the hand-off, and two things read from the words themselves,
-- because no field carries them: that the customer asked for a person, and that the AI said what it is.
with messages as (
    select * from {{ ref('stg_ada__messages') }}
),

conversations as (
    select ada_conversation_id, chatter_id, ai_agent_id from {{ ref('stg_ada__ai_conversations') }}
),

classified as (
    select
        messages.*,
        conversations.ai_agent_id,
        messages.message_type not in ('event', 'csat_shown', 'sms_consent_asked') as is_said,
        messages.sender_type = 'customer' and coalesce({{ asks_for_a_person('messages.body') }}, false)
            as is_person_request,
        messages.sender_type = 'ai' and coalesce({{ discloses_ai('messages.body') }}, false) as is_disclosure
    from messages
    left join conversations on messages.ada_conversation_id = conversations.ada_conversation_id
),

facets as (
    select 'message' as event_type, '' as id_suffix, 1 as facet_order
    union all
    select 'human_requested' as event_type, ':human_requested' as id_suffix, 2 as facet_order
    union all
    select 'disclosure' as event_type, ':disclosure' as id_suffix, 3 as facet_order
    union all
    select 'hand_off' as event_type, ':hand_off' as id_suffix, 4 as facet_order
),

events as (
    select classified.*, facets.event_type, facets.id_suffix, facets.facet_order
    from classified
    inner join facets
        on (facets.event_type = 'message' and classified.is_said)
        or (facets.event_type = 'human_requested' and classified.is_said and classified.is_person_request)
        or (facets.event_type = 'disclosure' and classified.is_said and classified.is_disclosure)
        or (facets.event_type = 'hand_off' and classified.is_hand_off)
)

select
    'ada:' || message_id || id_suffix as event_id,
    'ada:' || ada_conversation_id as conversation_id,
    occurred_at,
    row_number() over (
        partition by ada_conversation_id order by occurred_at nulls last, message_id, facet_order
    ) as sequence,
    event_type,
    -- Whoever posts the hand-off message, it is the AI that hands over.
    case
        when event_type = 'hand_off' or sender_type = 'ai' then ai_agent_id
        else 'ada:' || sender
    end as actor_id,
    case when event_type = 'hand_off' then 'ai' else sender_type end as actor_type,
    case when event_type <> 'hand_off' then 'public' end as visibility,
    cast(null as string) as from_value,
    cast(null as string) as to_value,
    case when event_type = 'message' then length(body) end as text_chars,
    case when event_type = 'message' then {{ text_hash('body') }} end as text_hash,
    cast(null as string) as tool_name,
    cast(null as string) as article_id,
    cast(null as bigint) as tokens_in,
    cast(null as bigint) as tokens_out,
    cast(null as double) as latency_seconds,
    cast(null as string) as sub_agent,
    'ada' as source,
    known_at as extracted_at,
    first_known_at,
    occurred_at as source_updated_at
from events
