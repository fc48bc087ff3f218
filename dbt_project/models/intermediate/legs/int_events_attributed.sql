-- One row per event of a known conversation, with the leg it belongs to.
-- The hand-off itself is the last act of the leg that hands over; every other boundary event opens its leg.
with joined as (
    select
        events.*,
        coalesce(signals.is_boundary, false) as is_boundary,
        coalesce(signals.is_boundary and events.event_type = 'hand_off', false) as closes_leg,
        events.event_type = 'message' and events.visibility = 'public' and events.actor_type = 'customer'
            as is_customer_message
    from {{ ref('int_conversation_events_ordered') }} as events
    left join {{ ref('int_signals_numbered') }} as signals
        on events.conversation_id = signals.conversation_id and events.event_position = signals.event_position
),

counted as (
    select
        *,
        sum(case when is_boundary then 1 else 0 end) over so_far as boundaries,
        sum(case when is_customer_message then 1 else 0 end) over so_far as customer_messages_so_far
    from joined
    window so_far as (
        partition by conversation_id order by event_position rows between unbounded preceding and current row
    )
)

select
    event_id,
    conversation_id,
    source_conversation_id,
    cast(1 + boundaries - case when closes_leg then 1 else 0 end as bigint) as leg_number,
    event_position,
    occurred_at,
    effective_at,
    event_type,
    actor_id,
    actor_type,
    visibility,
    from_value,
    to_value,
    text_chars,
    text_hash,
    tool_name,
    article_id,
    sub_agent,
    is_boundary,
    is_customer_message,
    event_type = 'answered'
    or (event_type = 'message' and visibility = 'public' and actor_type in ('human', 'ai')) as is_answer,
    -- An AI that speaks before the customer has said anything greets; it does not answer.
    actor_type = 'ai' and event_type = 'message' and customer_messages_so_far = 0 as is_greeting,
    first_known_at,
    extracted_at
from counted
