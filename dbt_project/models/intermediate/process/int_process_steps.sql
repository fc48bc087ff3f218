-- One row per event that is a step of the process, before stretches of one activity are put together.
-- A closing that confirms a solved conversation is no second closing, nor is a hand-off to people who have it already a
-- step.
with closings as (
    select
        event_id,
        lag(event_type) over (partition by conversation_id order by event_position) as move_before
    from {{ ref('int_events_attributed') }}
    where event_type in ('solved', 'closed', 'reopened')
),

handed as (
    select conversation_id, event_position
    from {{ ref('int_signals_numbered') }}
    where received_by = 'transfer'
),

steps as (
    select
        events.conversation_id,
        events.event_position,
        0 as tie_break,
        events.actor_id,
        events.effective_at as step_at,
        case
            when events.event_type = 'message' and events.actor_type = 'ai' and events.visibility = 'public'
                and not events.is_greeting then 'ai_answer'
            when events.event_type = 'answered' and events.actor_type = 'ai' then 'ai_answer'
            when events.event_type = 'answered' and events.actor_type = 'human' then 'reply'
            when events.event_type = 'message' and events.actor_type = 'human' and events.visibility = 'public'
                then 'reply'
            when events.event_type = 'message' and events.actor_type = 'human' then 'internal_note'
            when events.event_type in ('human_requested', 'hand_off_requested') then 'handoff_request'
            when events.event_type = 'hand_off' and events.is_boundary then 'handoff'
            when events.event_type = 'queued' then 'queue'
            when events.event_type = 'assignment' and handed.conversation_id is not null then 'transfer'
            when events.event_type = 'assignment' and events.to_value is not null then 'assign'
            when events.event_type = 'status_change' and events.to_value = 'pending' then 'wait_customer'
            when events.event_type in ('solved', 'closed') and coalesce(closings.move_before, 'reopened') = 'reopened'
                then 'close'
            when events.event_type = 'reopened' then 'reopen'
        end as activity
    from {{ ref('int_events_attributed') }} as events
    left join closings on events.event_id = closings.event_id
    left join handed
        on events.conversation_id = handed.conversation_id and events.event_position = handed.event_position
)

select conversation_id, event_position, tie_break, actor_id, step_at, activity
from steps
where activity is not null
union all
select
    conversation_id,
    cast(0 as bigint) as event_position,
    0 as tie_break,
    cast(null as string) as actor_id,
    opened_at as step_at,
    'new' as activity
from {{ ref('int_conversations_merged') }}
union all
select
    actions.conversation_id,
    max(events.event_position) as event_position,
    1 as tie_break,
    actions.approved_by as actor_id,
    actions.approved_at as step_at,
    'approval' as activity
from {{ ref('int_ai_actions_logged') }} as actions
inner join {{ ref('int_events_attributed') }} as events
    on actions.conversation_id = events.conversation_id and actions.approved_at >= events.effective_at
where actions.approved_at is not null
group by actions.conversation_id, actions.action_id, actions.approved_by, actions.approved_at
