-- One row per conversation and population that handled it: which failure paths it took.
with passes as (
    select
        conversation_id,
        from_population as population,
        max(case when kind = 'transfer' then 1 else 0 end) as has_transfer,
        max(case when kind = 'transfer' and is_warm then 1 else 0 end) as has_warm_transfer,
        max(case when kind = 'transfer' and not is_warm then 1 else 0 end) as has_cold_transfer,
        max(case when kind = 'hand_off' then 1 else 0 end) as has_hand_off,
        max(case when is_ping_pong then 1 else 0 end) as has_ping_pong
    from {{ ref('int_passes_found') }}
    group by conversation_id, from_population
),

escalations as (
    select escalated.conversation_id, legs.population
    from {{ ref('int_escalations_found') }} as escalated
    inner join {{ ref('fct_legs') }} as legs
        on escalated.conversation_id = legs.conversation_id and escalated.leg_number = legs.leg_number
    group by escalated.conversation_id, legs.population
),

stalls as (
    select conversation_id, max(case when is_stalled then 1 else 0 end) as has_stall
    from {{ ref('fct_hand_offs') }}
    group by conversation_id
),

loops as (
    select conversation_id, max(case when ai_repeats > 0 then 1 else 0 end) as has_loop
    from {{ ref('int_leg_repeats') }}
    group by conversation_id
),

handled as (
    select
        conversation_id,
        population,
        max(case when is_judged and is_reopened_7d then 1 else 0 end) as is_reopened,
        max(case when is_judged and is_mature_7d and ended_by in ('resolved', 'timeout') then 1 else 0 end) as is_closed
    from {{ ref('fct_legs') }}
    where is_handled and exclusion_reason is null and population is not null
    group by conversation_id, population
)

select
    handled.conversation_id,
    handled.population,
    coalesce(passes.has_transfer, 0) as has_transfer,
    coalesce(passes.has_warm_transfer, 0) as has_warm_transfer,
    coalesce(passes.has_cold_transfer, 0) as has_cold_transfer,
    coalesce(passes.has_hand_off, 0) as has_hand_off,
    coalesce(passes.has_ping_pong, 0) as has_ping_pong,
    case when escalations.conversation_id is not null then 1 else 0 end as has_escalation,
    case when handled.population = 'ai' then coalesce(loops.has_loop, 0) else 0 end as has_loop,
    case when handled.population = 'ai' then coalesce(stalls.has_stall, 0) else 0 end as has_stall,
    handled.is_closed,
    case when handled.is_closed = 1 then handled.is_reopened else 0 end as is_reopened
from handled
left join passes
    on handled.conversation_id = passes.conversation_id and handled.population = passes.population
left join escalations
    on handled.conversation_id = escalations.conversation_id and handled.population = escalations.population
left join loops on handled.conversation_id = loops.conversation_id
left join stalls on handled.conversation_id = stalls.conversation_id
