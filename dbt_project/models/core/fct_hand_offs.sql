-- One row per hand-off: an AI leg followed by a leg that a person is responsible for.
with placed as (
    select
        signals.*,
        moments.is_out_of_hours
    from {{ ref('int_hand_off_signals') }} as signals
    left join {{ ref('int_moments_placed') }} as moments on signals.moment_id = moments.moment_id
)

select
    legs.leg_id as hand_off_id,
    legs.conversation_id,
    legs.journey_id,
    legs.customer_id,
    legs.leg_id as from_leg_id,
    placed.to_leg_id,
    legs.actor_id as from_actor_id,
    to_legs.actor_id as to_actor_id,
    legs.vendor,
    legs.ai_version,
    legs.channel,
    legs.language,
    legs.intent_id,
    legs.complexity,
    {{ hand_off_reason(
        'legs.human_requested_at is not null', 'placed.stated_reason', 'placed.has_blocked_action', 'placed.has_loop'
    ) }} as reason,
    legs.elapsed_seconds as ai_elapsed_seconds,
    legs.actor_messages as ai_messages,
    legs.human_requests as asks_before_hand_off,
    {{ seconds_between(
        'least(placed.handed_off_at, coalesce(placed.decided_at, placed.handed_off_at), '
        ~ 'coalesce(legs.human_requested_at, placed.handed_off_at))', 'placed.human_answered_at'
    ) }} as latency_seconds,
    to_legs.first_response_seconds as human_wait_seconds,
    coalesce(to_legs.is_handled, false) as is_answered,
    placed.is_context_passed,
    placed.is_repeated_by_customer,
    placed.has_loop,
    legs.actor_messages >= {{ var('stall_ai_messages') }}
    or coalesce(legs.elapsed_seconds >= {{ var('stall_seconds') }}, false) as is_stalled,
    placed.is_out_of_hours,
    legs.exclusion_reason,
    placed.decided_at,
    legs.ended_at as handed_off_at,
    placed.human_answered_at,
    legs.first_known_at,
    legs.last_known_at
from placed
inner join {{ ref('fct_legs') }} as legs on placed.from_leg_id = legs.leg_id
inner join {{ ref('fct_legs') }} as to_legs on placed.to_leg_id = to_legs.leg_id
