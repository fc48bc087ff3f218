-- One row per leg of a person whose handle time is known.
-- The stretches in which the agent worked the conversation; else the call's talk, hold and wrap-up; else the source's
-- own figure, where one person alone handled it. An AI has no handle time: machine time and a person's time are never
-- put in one column.
with worked as (
    select
        records.canonical_id as conversation_id,
        states.agent_id,
        states.agent_state_id,
        states.started_at,
        {{ seconds_between('states.started_at', 'states.ended_at') }} as seconds
    from {{ ref('int_agent_states_unioned') }} as states
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on states.conversation_id = records.conversation_id
    where states.ended_at > states.started_at
),

placed as (
    select
        worked.conversation_id,
        worked.seconds,
        legs.leg_number,
        row_number() over (
            partition by worked.agent_state_id
            order by
                case when legs.started_at <= worked.started_at then 0 else 1 end,
                case when legs.started_at <= worked.started_at then -legs.leg_number else legs.leg_number end
        ) as choice
    from worked
    inner join {{ ref('int_legs_ended') }} as legs
        on worked.conversation_id = legs.conversation_id and worked.agent_id = legs.actor_id
),

measured as (
    select conversation_id, leg_number, cast(sum(seconds) as bigint) as handle_seconds
    from placed
    where choice = 1
    group by conversation_id, leg_number
),

called as (
    select
        calls.conversation_id,
        calls.leg_number,
        calls.talk_seconds + calls.hold_seconds + calls.wrap_seconds as seconds
    from {{ ref('int_leg_calls') }} as calls
    inner join {{ ref('int_legs_ended') }} as legs
        on calls.conversation_id = legs.conversation_id and calls.leg_number = legs.leg_number
        and legs.population = 'human'
    left join measured on calls.conversation_id = measured.conversation_id
    where measured.conversation_id is null and calls.talk_seconds is not null
),

alone as (
    select legs.conversation_id, min(legs.leg_number) as leg_number
    from {{ ref('int_legs_ended') }} as legs
    left join measured on legs.conversation_id = measured.conversation_id
    left join called on legs.conversation_id = called.conversation_id
    where legs.population = 'human' and legs.is_handled
        and measured.conversation_id is null and called.conversation_id is null
    group by legs.conversation_id
    having count(*) = 1
)

select conversation_id, leg_number, handle_seconds from measured
union all
select conversation_id, leg_number, seconds as handle_seconds from called
union all
select alone.conversation_id, alone.leg_number, cast(conversations.native_handle_seconds as bigint) as handle_seconds
from alone
inner join {{ ref('int_conversations_merged') }} as conversations
    on alone.conversation_id = conversations.conversation_id
where conversations.native_handle_seconds is not null
