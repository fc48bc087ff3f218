-- One row per part of a cost by what the time went into: pay for the hours in which a person oversaw the AI is a cost
-- of the AI, the rest stays with the person. Both parts add up to the cost.
with timed as (
    select
        costs.*,
        months.handling_seconds,
        months.paid_seconds,
        case
            when costs.component = 'labour' and costs.basis = 'agent' and months.oversight_seconds > 0
                then {{ share_up_to('costs.amount_micros', 'months.oversight_seconds', 'months.paid_seconds') }}
            else cast(0 as bigint)
        end as oversight_micros
    from {{ ref('int_costs_converted') }} as costs
    left join {{ ref('int_agent_months') }} as months
        on costs.agent_id = months.agent_id and costs.cost_month = months.cost_month
)

select
    cost_id,
    component,
    is_variable,
    population,
    vendor,
    cost_month,
    basis,
    basis_key,
    handling_seconds,
    paid_seconds,
    amount_micros - oversight_micros as amount_micros
from timed
union all
select
    cost_id || ':oversight' as cost_id,
    'oversight' as component,
    false as is_variable,
    'ai' as population,
    cast(null as string) as vendor,
    cost_month,
    'ai_pool' as basis,
    '*' as basis_key,
    cast(null as bigint) as handling_seconds,
    cast(null as bigint) as paid_seconds,
    oversight_micros as amount_micros
from timed
where oversight_micros > 0
