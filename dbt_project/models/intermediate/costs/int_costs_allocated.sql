-- One row per cost and leg that bears a part of it; the parts of a cost add up to it exactly.
with weighted as (
    select
        costs.cost_id,
        costs.population,
        costs.vendor,
        costs.amount_micros,
        weights.leg_id,
        weights.conversation_id,
        cast(weights.weight as bigint) as weight,
        cast(sum(weights.weight) over (partition by costs.cost_id) as bigint) as whole,
        cast(sum(weights.weight) over (
            partition by costs.cost_id order by weights.leg_id rows between unbounded preceding and current row
        ) as bigint) as cumulative
    from {{ ref('int_costs_converted') }} as costs
    inner join {{ ref('int_cost_weights') }} as weights
        on costs.basis = weights.basis
        and costs.basis_key = weights.basis_key
        and (costs.basis = 'conversation' or costs.cost_month = weights.cost_month)
    where costs.amount_micros is not null
)

select
    cost_id,
    population,
    vendor,
    leg_id,
    conversation_id,
    {{ share_up_to('amount_micros', 'cumulative', 'whole') }}
    - {{ share_up_to('amount_micros', 'cumulative - weight', 'whole') }} as amount_micros
from weighted
