-- One row per cost and leg that bears a part of it; the parts of a cost add up to it exactly.
-- Pay spread over the handle time of the agent's month costs each handling minute rate / 60 / productive share, so that
-- idle and internal time is carried; `variable_micros` is the part that the handling itself took.
with weighted as (
    select
        costs.cost_id,
        costs.component,
        costs.is_variable,
        costs.population,
        costs.vendor,
        costs.amount_micros,
        costs.handling_seconds,
        costs.paid_seconds,
        weights.leg_id,
        weights.conversation_id,
        weights.leg_vendor,
        cast(weights.weight as bigint) as weight,
        cast(sum(weights.weight) over (partition by costs.cost_id) as bigint) as whole,
        cast(sum(weights.weight) over (
            partition by costs.cost_id order by weights.leg_id rows between unbounded preceding and current row
        ) as bigint) as cumulative
    from {{ ref('int_costs_split') }} as costs
    inner join {{ ref('int_cost_weights') }} as weights
        on costs.basis = weights.basis
        and costs.basis_key = weights.basis_key
        and (costs.basis = 'conversation' or costs.cost_month = weights.cost_month)
    where costs.amount_micros is not null
),

shared as (
    select
        *,
        {{ share_up_to('amount_micros', 'cumulative', 'whole') }}
        - {{ share_up_to('amount_micros', 'cumulative - weight', 'whole') }} as part_micros
    from weighted
)

select
    cost_id,
    component,
    population,
    vendor,
    leg_vendor,
    leg_id,
    conversation_id,
    part_micros as amount_micros,
    case
        when component = 'labour' and paid_seconds > 0
            then {{ share_up_to('part_micros', 'least(handling_seconds, paid_seconds)', 'paid_seconds') }}
        -- Without the hours paid nobody can say what the handling alone cost.
        when component = 'labour' then null
        when is_variable then part_micros
        else cast(0 as bigint)
    end as variable_micros
from shared
