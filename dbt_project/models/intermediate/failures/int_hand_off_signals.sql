-- One row per AI leg that was handed over: when it was decided, the reason the source states, and what else speaks for
-- one.
with stated as (
    select
        events.conversation_id,
        events.leg_number,
        min(case when events.event_type = 'hand_off_requested' then events.occurred_at end) as decided_at,
        min(case when events.event_type = 'hand_off' and events.is_boundary then events.occurred_at end)
            as handed_off_at,
        max(case when events.event_type = 'hand_off' and events.is_boundary then events.event_id end) as moment_id,
        min(reasons.reason) as stated_reason
    from {{ ref('int_events_attributed') }} as events
    left join {{ ref('hand_off_reasons') }} as reasons on lower(events.from_value) = reasons.native_reason
    where events.event_type in ('hand_off_requested', 'hand_off')
    group by events.conversation_id, events.leg_number
),

blocked as (
    select records.canonical_id as conversation_id, min(actions.occurred_at) as blocked_at
    from {{ ref('int_ai_actions_unioned') }} as actions
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on actions.conversation_id = records.conversation_id
    where actions.decision = 'blocked'
    group by records.canonical_id
),

told as (
    select
        legs.leg_id as to_leg_id,
        max(case when events.visibility = 'internal' then 1 else 0 end) as notes
    from {{ ref('int_legs_measured') }} as legs
    inner join {{ ref('int_events_attributed') }} as events
        on legs.conversation_id = events.conversation_id and legs.leg_number = events.leg_number
    where legs.received_by = 'hand_off' and events.event_type = 'message' and events.actor_type in ('ai', 'system')
    group by legs.leg_id
)

select
    passes.leg_id as to_leg_id,
    passes.from_leg_id,
    passes.conversation_id,
    stated.moment_id,
    stated.decided_at,
    coalesce(stated.handed_off_at, passes.passed_at) as handed_off_at,
    stated.stated_reason,
    coalesce(blocked.blocked_at <= passes.passed_at, false) as has_blocked_action,
    coalesce(repeats.ai_repeats, 0) > 0 as has_loop,
    landmarks.first_reply_at as human_answered_at,
    coalesce(told.notes, 0) = 1 or conversations.records > 1 as is_context_passed,
    case when after_repeats.early_turns > 0 then after_repeats.early_repeats > 0 end as is_repeated_by_customer
from {{ ref('int_passes_found') }} as passes
inner join {{ ref('int_conversations_merged') }} as conversations
    on passes.conversation_id = conversations.conversation_id
left join stated on passes.conversation_id = stated.conversation_id and passes.leg_number - 1 = stated.leg_number
left join blocked on passes.conversation_id = blocked.conversation_id
left join told on passes.leg_id = told.to_leg_id
left join {{ ref('int_leg_repeats') }} as repeats
    on passes.conversation_id = repeats.conversation_id and passes.leg_number - 1 = repeats.leg_number
left join {{ ref('int_leg_repeats') }} as after_repeats
    on passes.conversation_id = after_repeats.conversation_id and passes.leg_number = after_repeats.leg_number
left join {{ ref('int_leg_landmarks') }} as landmarks
    on passes.conversation_id = landmarks.conversation_id and passes.leg_number = landmarks.leg_number
where passes.kind = 'hand_off'
