-- What lasted, member by member. Both populations together are asked only for their size, over the whole time.
select population, period, dimension, member, contacts, contacts_settled, verified_rate, verified_rate_low,
       verified_rate_high, verified_unknown_n, verified_unknown_share, verified_withheld_reason, withheld_reason
from mart.measure_cost_per_outcome
where dimension <> 'all' and contacts > 0 and (population <> 'all' or period = 'all')
order by dimension, member, period, population desc
