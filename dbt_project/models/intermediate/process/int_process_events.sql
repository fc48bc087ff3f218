-- One row per event of the process log: a stretch of one activity by one actor in a conversation.
-- Several answers of one actor without another step between are one stretch, else every talk would count as rework.
with marked as (
    select
        steps.*,
        case
            when activity = lag(activity) over in_order
                and coalesce(actor_id, '') = coalesce(lag(actor_id) over in_order, '') then 0
            else 1
        end as starts
    from {{ ref('int_process_steps') }} as steps
    window in_order as (partition by conversation_id order by event_position, tie_break)
),

stretched as (
    select
        *,
        sum(starts) over (
            partition by conversation_id order by event_position, tie_break
            rows between unbounded preceding and current row
        ) as event_number
    from marked
),

put_together as (
    select
        conversation_id,
        cast(event_number as bigint) as event_number,
        min(activity) as activity,
        min(actor_id) as actor_id,
        min(step_at) as started_at,
        max(step_at) as ended_at,
        count(*) as steps
    from stretched
    group by conversation_id, event_number
)

select
    events.conversation_id,
    events.event_number,
    events.activity,
    events.actor_id,
    events.started_at,
    events.ended_at,
    events.steps,
    rolled.first_population
from put_together as events
inner join {{ ref('int_conversations_screened') }} as screened on events.conversation_id = screened.conversation_id
inner join {{ ref('int_conversation_legs') }} as rolled on events.conversation_id = rolled.conversation_id
where screened.exclusion_reason is null
