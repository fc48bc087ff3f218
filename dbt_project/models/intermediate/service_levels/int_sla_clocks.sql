-- One row per conversation, promise and time it was set: when its clock began, and when it stopped.
-- `is_over` says whether it stopped at all: null when the source cannot tell, because it knows no status. A case that
-- ended without an answer (`is_unanswered`) stops its clock, but cannot keep its promise.
with moments as (
    select
        moments.*,
        coalesce(activity.touches, 0) > 0 as is_replied,
        case
            when activity.is_reopened then false
            when activity.has_ended or conversations.status in ('solved', 'closed') then true
            when moments.fully_resolved_at is not null then true
            when conversations.status is not null then false
        end as is_resolved
    from {{ ref('int_conversation_moments') }} as moments
    inner join {{ ref('int_conversations_merged') }} as conversations
        on moments.conversation_id = conversations.conversation_id
    left join {{ ref('int_conversation_activity') }} as activity
        on moments.conversation_id = activity.conversation_id
),

clocks as (
    select
        conversation_id,
        schedule_id,
        'first_reply' as metric,
        cast(1 as bigint) as occurrence,
        opened_at as started_at,
        case when is_replied then first_reply_at when is_resolved then fully_resolved_at end as stopped_at,
        is_replied or is_resolved as is_over,
        not is_replied as is_unanswered
    from moments
    union all
    select
        conversation_id,
        schedule_id,
        'full_resolution' as metric,
        cast(1 as bigint) as occurrence,
        opened_at as started_at,
        fully_resolved_at as stopped_at,
        is_resolved as is_over,
        false as is_unanswered
    from moments
    union all
    select
        waits.conversation_id,
        moments.schedule_id,
        'next_reply' as metric,
        waits.occurrence,
        waits.asked_at as started_at,
        waits.answered_at as stopped_at,
        waits.is_over or moments.is_resolved as is_over,
        false as is_unanswered
    from {{ ref('int_reply_waits') }} as waits
    inner join moments on waits.conversation_id = moments.conversation_id
)

select
    clocks.conversation_id || ':' || clocks.metric || ':' || cast(clocks.occurrence as string) as sla_clock_id,
    clocks.conversation_id,
    clocks.metric,
    clocks.occurrence,
    assigned.sla_policy,
    assigned.sla_target,
    assigned.target_seconds,
    assigned.hours,
    coalesce(assigned.pauses, '') as pauses,
    clocks.schedule_id,
    clocks.started_at,
    clocks.stopped_at,
    clocks.is_over,
    clocks.is_unanswered
from clocks
inner join {{ ref('int_sla_assigned') }} as assigned
    on clocks.conversation_id = assigned.conversation_id and clocks.metric = assigned.metric
