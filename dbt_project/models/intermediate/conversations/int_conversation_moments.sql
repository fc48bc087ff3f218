-- One row per conversation: the moments its clocks run between, and the schedule whose hours count.
-- It is resolved for good at its last `solved`, or at `closed` if it was never solved, and first at the first of them;
-- a source that tells no such move may still tell the last time.
select
    conversations.conversation_id,
    schedules.schedule_id,
    conversations.opened_at,
    activity.first_reply_at,
    activity.first_human_reply_at,
    activity.first_assigned_at,
    case when activity.has_solved then activity.first_solved_at else activity.first_closed_at end as first_resolved_at,
    case
        when activity.is_reopened then null
        when activity.has_solved then activity.last_solved_at
        when activity.has_ended then activity.last_closed_at
        else coalesce(conversations.resolved_at, conversations.closed_at)
    end as fully_resolved_at
from {{ ref('int_conversations_merged') }} as conversations
inner join {{ ref('int_conversation_schedules') }} as schedules
    on conversations.conversation_id = schedules.conversation_id
left join {{ ref('int_conversation_activity') }} as activity
    on conversations.conversation_id = activity.conversation_id
