-- One row per conversation in which an AI wrote to a customer: in which of its turns it said what it is.
with counted as (
    select
        *,
        count(case when event_type = 'message' then 1 end) over (
            partition by conversation_id order by event_position rows between unbounded preceding and current row
        ) as ai_turns
    from {{ ref('int_events_attributed') }}
    where event_type = 'disclosure' or (event_type = 'message' and visibility = 'public' and actor_type = 'ai')
)

select
    conversation_id,
    max(ai_turns) as ai_turns,
    min(case when event_type = 'disclosure' then ai_turns end) as disclosed_turn,
    min(case when ai_turns = 1 and event_type = 'message' then occurred_at end) as first_ai_message_at,
    min(case when event_type = 'disclosure' then occurred_at end) as disclosed_at
from counted
group by conversation_id
having max(ai_turns) > 0
