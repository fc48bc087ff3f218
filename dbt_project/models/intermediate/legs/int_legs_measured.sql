-- One row per leg: its key, its clocks and its counts.
with legs as (
    select
        ended.*,
        count(*) over (partition by conversation_id) as leg_count,
        max(case when is_handled then leg_number end) over (partition by conversation_id) as last_handled_leg
    from {{ ref('int_legs_ended') }} as ended
),

granted as (
    select
        requested.conversation_id,
        requested.leg_number,
        min(answers.occurred_at) as human_granted_at
    from {{ ref('int_leg_landmarks') }} as requested
    inner join {{ ref('int_events_attributed') }} as answers
        on requested.conversation_id = answers.conversation_id
        and answers.is_answer and answers.actor_type = 'human'
        and requested.human_requested_at <= answers.occurred_at
    group by requested.conversation_id, requested.leg_number
)

select
    legs.conversation_id || ':' || cast(legs.leg_number as string) as leg_id,
    legs.conversation_id,
    legs.leg_number,
    legs.leg_count,
    legs.leg_number = legs.leg_count as is_final,
    coalesce(legs.leg_number = legs.last_handled_leg, false) as is_contact_leg,
    legs.is_handled,
    legs.actor_id,
    legs.population,
    case when legs.population = 'human' and activity.drafts_accepted > 0 then 'hybrid' else legs.population end
        as actor_type,
    legs.received_by,
    legs.ended_by,
    legs.started_at,
    case when legs.leg_number < legs.leg_count then legs.next_started_at else legs.finished_at end as ended_at,
    legs.finished_at,
    {{ seconds_between('coalesce(landmarks.queued_at, legs.clock_started_at)', 'landmarks.first_reply_at') }}
        as wait_seconds,
    {{ seconds_between('legs.clock_started_at', 'landmarks.first_reply_at') }} as first_response_seconds,
    handling.handle_seconds,
    {{ seconds_between('legs.clock_started_at', 'legs.finished_at') }} as elapsed_seconds,
    coalesce(activity.events, 0) as events,
    coalesce(activity.actor_messages, 0) as actor_messages,
    coalesce(activity.customer_messages, 0) as customer_messages,
    coalesce(activity.actions, 0) as actions,
    legs.population = 'ai' and (activity.first_reply_position is not null or activity.actions > 0) as is_substantive_ai,
    landmarks.first_ai_message_at,
    landmarks.disclosed_at,
    landmarks.human_requested_at,
    coalesce(activity.human_requests, 0) as human_requests,
    granted.human_granted_at,
    activity.first_known_at,
    activity.last_known_at
from legs
left join {{ ref('int_leg_activity') }} as activity
    on legs.conversation_id = activity.conversation_id and legs.leg_number = activity.leg_number
left join {{ ref('int_leg_landmarks') }} as landmarks
    on legs.conversation_id = landmarks.conversation_id and legs.leg_number = landmarks.leg_number
left join {{ ref('int_leg_handling') }} as handling
    on legs.conversation_id = handling.conversation_id and legs.leg_number = handling.leg_number
left join granted on legs.conversation_id = granted.conversation_id and legs.leg_number = granted.leg_number
