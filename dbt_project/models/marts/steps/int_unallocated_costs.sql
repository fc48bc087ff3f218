-- One row per population (and both together) and period: all that was paid, and how much of it no conversation bears.
-- A cost counts in the month it was paid for.
with borne as (
    select distinct cost_id from {{ ref('int_costs_allocated') }}
),

costs as (
    select
        coalesce(costs.population, 'unknown') as population,
        costs.cost_month,
        costs.amount_micros,
        case when borne.cost_id is null then costs.amount_micros else 0 end as unallocated_micros
    from {{ ref('int_costs_split') }} as costs
    left join borne on costs.cost_id = borne.cost_id
    union all
    select
        'ai' as population,
        fee_month as cost_month,
        amount_micros,
        case when leg_id is null then amount_micros else 0 end as unallocated_micros
    from {{ ref('int_fees_matched') }}
),

sides as (
    select population, cost_month, amount_micros, unallocated_micros from costs
    union all
    select 'all' as population, cost_month, amount_micros, unallocated_micros from costs
),

dated as (
    select population, 'all' as period, amount_micros, unallocated_micros from sides
    union all
    select population, {{ month_key('cost_month') }} as period, amount_micros, unallocated_micros
    from sides
    where cost_month is not null
)

select
    population,
    period,
    cast(sum(amount_micros) as bigint) as paid_micros,
    cast(sum(unallocated_micros) as bigint) as unallocated_micros
from dated
group by population, period
