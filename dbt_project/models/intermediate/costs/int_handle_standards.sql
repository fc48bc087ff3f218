-- One row per conversation that a person handled: its handle time and, of the first contacts that came to people
-- directly in the same intent, complexity and group of channels, how many there are and how long they take.
with handled as (
    select
        conversation_id,
        min(case when population = 'ai' and ended_by = 'hand_off' then leg_number end) as handed_off_number,
        max(case when population = 'ai' then 1 else 0 end) = 1 as has_ai,
        -- Unknown as soon as one person's time is.
        case when count(case when population = 'human' and is_handled and handle_seconds is null then 1 end) = 0
            then cast(sum(handle_seconds) as bigint) end as handle_seconds
    from {{ ref('int_legs_measured') }}
    group by conversation_id
    having max(case when population = 'human' and is_handled then 1 else 0 end) = 1
),

placed as (
    select
        handled.conversation_id,
        handled.handed_off_number is not null as is_handed_off,
        handled.handle_seconds,
        not handled.has_ai and journeys.contact_number = 1 and handled.handle_seconds > 0 as is_standard,
        -- An intent has one complexity: the stratum need not name it.
        coalesce(conversations.intent_id, 'unknown') || '|'
        || coalesce(families.channel_group, conversations.channel, '') as stratum
    from handled
    inner join {{ ref('int_conversations_merged') }} as conversations
        on handled.conversation_id = conversations.conversation_id
    inner join {{ ref('int_conversations_screened') }} as screened
        on handled.conversation_id = screened.conversation_id and screened.exclusion_reason is null
    inner join {{ ref('int_journeys_found') }} as journeys on handled.conversation_id = journeys.conversation_id
    left join {{ ref('channel_groups') }} as families on conversations.channel = families.channel
)

select
    conversation_id,
    stratum,
    is_handed_off,
    handle_seconds,
    count(case when is_standard then 1 end) over (partition by stratum) as standard_n,
    cast(round(
        avg(case when is_standard then cast(handle_seconds as double) end) over (partition by stratum)
    ) as bigint) as standard_seconds
from placed
