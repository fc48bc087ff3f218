-- One row per leg with messages: what was said again in it, by the AI and by the customer.
with customer_turns as (
    select
        event_id,
        row_number() over (partition by conversation_id, leg_number order by event_position) as turn_number
    from {{ ref('int_events_attributed') }}
    where is_customer_message
)

select
    repeats.conversation_id,
    repeats.leg_number,
    count(case when repeats.actor_type = 'ai' and repeats.is_repeated then 1 end) as ai_repeats,
    count(case when repeats.is_customer_message and repeats.is_repeated then 1 end) as customer_repeats,
    -- Said to somebody else before, and again within the first three turns.
    count(case when turns.turn_number <= 3 and repeats.first_leg_number < repeats.leg_number then 1 end)
        as early_repeats,
    count(case when turns.turn_number <= 3 then 1 end) as early_turns
from {{ ref('int_text_repeats') }} as repeats
left join customer_turns as turns on repeats.event_id = turns.event_id
group by repeats.conversation_id, repeats.leg_number
