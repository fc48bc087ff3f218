-- One row per approved action: how long the approver can have looked at it at most, since the last thing that happened
-- in the conversation before, or the same person's approval before, whichever came later.
with approvals as (
    select
        action_id,
        conversation_id,
        approved_by,
        approved_at,
        lag(approved_at) over (partition by approved_by order by approved_at, action_id) as approved_before_at
    from {{ ref('int_ai_actions_logged') }}
    where approved_at is not null
),

seen as (
    select
        approvals.action_id,
        max(events.occurred_at) as last_event_at
    from approvals
    inner join {{ ref('int_events_attributed') }} as events
        on approvals.conversation_id = events.conversation_id and approvals.approved_at > events.occurred_at
    group by approvals.action_id
)

select
    approvals.action_id,
    {{ seconds_between(
        "greatest(coalesce(seen.last_event_at, approvals.approved_before_at), "
        ~ "coalesce(approvals.approved_before_at, seen.last_event_at))",
        'approvals.approved_at'
    ) }} as reading_seconds
from approvals
left join seen on approvals.action_id = seen.action_id
