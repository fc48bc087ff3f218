-- A row here means that a cost is shown without an interval that contains it, or although it is withheld, that both
-- populations together are not the sum of the two, or that a dimension does not carry the whole ledger.
select population, period, dimension, member
from {{ ref('measure_cost_per_outcome') }}
where (is_withheld and coalesce(cost_per_contact, cost_per_verified, marginal_cost_per_contact) is not null)
    or cost_per_contact < cost_per_contact_low or cost_per_contact > cost_per_contact_high
    or cost_per_verified < cost_per_verified_low or cost_per_verified > cost_per_verified_high
    or marginal_cost_per_contact > marginal_cost_per_contact_high
    or marginal_cost_per_contact < marginal_cost_per_contact_low
union all
select 'all' as population, period, dimension, member
from {{ ref('measure_cost_per_outcome') }}
group by period, dimension, member
having sum(case when population = 'all' then -1 else 1 end * contacts) <> 0
    or sum(case when population = 'all' then -1 else 1 end * coalesce(cost_amount, 0)) <> 0
union all
select 'all' as population, 'all' as period, dimension, 'whole ledger' as member
from {{ ref('measure_cost_per_outcome') }}
where population = 'all' and period = 'all'
group by dimension
having sum(coalesce(direct_cost_amount, 0)) <> (
    select sum(coalesce(amount, 0)) from {{ ref('fct_ledger') }} where conversation_id is not null
)
    or sum(coalesce(rework_amount, 0)) <> 0
