-- One row per leg with events: what was said and done in it, and where its landmarks lie.
with events as (
    select
        attributed.*,
        legs.population,
        attributed.is_answer and not attributed.is_greeting and attributed.actor_type = legs.population as is_reply,
        attributed.actor_type in ('customer', 'human', 'ai') and (attributed.is_customer_message or attributed.is_answer
            or attributed.event_type in ('action', 'hand_off')) as is_contact
    from {{ ref('int_events_attributed') }} as attributed
    inner join {{ ref('int_legs_started') }} as legs
        on attributed.conversation_id = legs.conversation_id and attributed.leg_number = legs.leg_number
)

select
    conversation_id,
    leg_number,
    count(*) as events,
    count(case when is_reply and event_type = 'message' then 1 end) as actor_messages,
    count(case when is_customer_message then 1 end) as customer_messages,
    count(case when event_type = 'action' and actor_type = population then 1 end) as actions,
    count(case when event_type = 'draft_accepted' then 1 end) as drafts_accepted,
    min(case when is_reply then event_position end) as first_reply_position,
    min(case when event_type = 'message' and actor_type = 'ai' and visibility = 'public' then event_position end)
        as first_ai_message_position,
    min(case when event_type = 'queued' then event_position end) as queued_position,
    min(case when event_type = 'disclosure' then event_position end) as disclosed_position,
    min(case when event_type = 'human_requested' then event_position end) as human_requested_position,
    count(case when event_type = 'human_requested' then 1 end) as human_requests,
    min(case when event_type = 'abandoned' then event_position end) as abandoned_position,
    max(case when event_type = 'solved' then event_position end) as solved_position,
    max(case when event_type = 'closed' then event_position end) as closed_position,
    max(case when is_contact then event_position end) as last_contact_position,
    max(effective_at) as last_event_at,
    min(first_known_at) as first_known_at,
    max(extracted_at) as last_known_at
from events
group by conversation_id, leg_number
