-- One row per part of a cost: what a leg bears of it, or what nobody could be charged with.
with borne as (
    select distinct cost_id from {{ ref('int_costs_allocated') }}
)

select
    cost_id,
    component,
    leg_id,
    conversation_id,
    population,
    case when population = 'ai' then coalesce(leg_vendor, vendor) end as vendor,
    cast(null as date) as cost_month,
    amount_micros,
    variable_micros,
    cast(null as bigint) as billed_micros
from {{ ref('int_costs_allocated') }}
union all
select
    costs.cost_id,
    costs.component,
    cast(null as string) as leg_id,
    cast(null as string) as conversation_id,
    costs.population,
    costs.vendor,
    costs.cost_month,
    costs.amount_micros,
    cast(null as bigint) as variable_micros,
    cast(null as bigint) as billed_micros
from {{ ref('int_costs_split') }} as costs
left join borne on costs.cost_id = borne.cost_id
where borne.cost_id is null
union all
select
    fee_id as cost_id,
    'fees' as component,
    leg_id,
    conversation_id,
    'ai' as population,
    vendor,
    fee_month as cost_month,
    amount_micros,
    amount_micros as variable_micros,
    amount_micros as billed_micros
from {{ ref('int_fees_matched') }}
