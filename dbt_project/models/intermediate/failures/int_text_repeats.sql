-- One row per public message whose text can be compared: whether the same side said the same before in this
-- conversation. Compared by hash within one source, since two systems may record one message; texts under 20 characters
-- ("Yes, please") prove nothing.
select
    event_id,
    conversation_id,
    leg_number,
    event_position,
    actor_type,
    is_customer_message,
    row_number() over (
        partition by source_conversation_id, actor_type, text_hash order by event_position
    ) > 1 as is_repeated,
    min(leg_number) over (partition by source_conversation_id, actor_type, text_hash) as first_leg_number
from {{ ref('int_events_attributed') }}
where event_type = 'message' and visibility = 'public' and text_hash is not null and text_chars >= 20
    and actor_type in ('customer', 'ai') and not is_greeting
