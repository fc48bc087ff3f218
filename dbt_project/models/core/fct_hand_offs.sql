-- One row per hand-off: an AI leg followed by a leg that a person is responsible for.
with legs as (
    select
        *,
        lead(leg_id) over (partition by conversation_id order by leg_number) as to_leg_id,
        lead(actor_id) over (partition by conversation_id order by leg_number) as to_actor_id,
        lead(received_by) over (partition by conversation_id order by leg_number) as to_received_by,
        lead(is_handled) over (partition by conversation_id order by leg_number) as to_is_handled,
        lead(first_response_seconds) over (partition by conversation_id order by leg_number)
            as to_first_response_seconds
    from {{ ref('fct_legs') }}
)

select
    leg_id as hand_off_id,
    conversation_id,
    journey_id,
    customer_id,
    leg_id as from_leg_id,
    to_leg_id,
    actor_id as from_actor_id,
    to_actor_id,
    vendor,
    ai_version,
    channel,
    intent_id,
    complexity,
    case when human_requested_at is not null then 'customer_asked' else 'not_stated' end as reason,
    elapsed_seconds as ai_elapsed_seconds,
    actor_messages as ai_messages,
    to_first_response_seconds as human_wait_seconds,
    coalesce(to_is_handled, false) as is_answered,
    ended_at as handed_off_at,
    first_known_at,
    last_known_at
from legs
where to_received_by = 'hand_off'
