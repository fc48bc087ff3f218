-- One row per leg: the times of its landmarks.
-- A clock time is null when the source did not know it; `..._effective_at` falls back on the last time known before
-- it.
with landmarks as (
    select
        legs.conversation_id,
        legs.leg_number,
        events.occurred_at,
        events.effective_at,
        events.actor_type,
        events.event_position = legs.boundary_position as is_boundary,
        events.event_position = activity.first_reply_position as is_first_reply,
        events.event_position = activity.first_ai_message_position as is_first_ai_message,
        events.event_position = activity.queued_position as is_queued,
        events.event_position = activity.disclosed_position as is_disclosed,
        events.event_position = activity.human_requested_position as is_human_requested,
        events.event_position = activity.abandoned_position as is_abandoned,
        events.event_position = coalesce(activity.solved_position, activity.closed_position) as is_closing,
        events.event_position = activity.last_contact_position as is_last_contact
    from {{ ref('int_legs_started') }} as legs
    left join {{ ref('int_leg_activity') }} as activity
        on legs.conversation_id = activity.conversation_id and legs.leg_number = activity.leg_number
    inner join {{ ref('int_events_attributed') }} as events
        on legs.conversation_id = events.conversation_id
        and events.event_position in (
            legs.boundary_position, activity.first_reply_position, activity.first_ai_message_position,
            activity.queued_position, activity.disclosed_position, activity.human_requested_position,
            activity.abandoned_position, activity.solved_position, activity.closed_position,
            activity.last_contact_position
        )
)

select
    conversation_id,
    leg_number,
    max(case when is_boundary then occurred_at end) as boundary_at,
    max(case when is_boundary then effective_at end) as boundary_effective_at,
    max(case when is_first_reply then occurred_at end) as first_reply_at,
    max(case when is_first_ai_message then occurred_at end) as first_ai_message_at,
    max(case when is_queued then occurred_at end) as queued_at,
    max(case when is_disclosed then occurred_at end) as disclosed_at,
    max(case when is_human_requested then occurred_at end) as human_requested_at,
    max(case when is_abandoned then effective_at end) as abandoned_effective_at,
    max(case when is_closing then effective_at end) as closing_effective_at,
    max(case when is_closing then coalesce(actor_type, 'unknown') end) as closing_actor_type,
    max(case when is_last_contact then effective_at end) as last_contact_effective_at,
    max(case when is_last_contact then actor_type end) as last_contact_actor_type
from landmarks
group by conversation_id, leg_number
