select population, period, dimension, member, contacts, resolutions_claimed, contacts_settled,
       resolutions_verified, direct_cost_amount, rework_amount, cost_amount, variable_cost_amount, currency,
       cost_per_contact, cost_per_contact_low, cost_per_contact_high, cost_per_resolution,
       cost_per_resolution_low, cost_per_resolution_high, cost_per_verified, cost_per_verified_low,
       cost_per_verified_high, marginal_cost_per_contact, marginal_cost_per_contact_low,
       marginal_cost_per_contact_high, marginal_cost_per_verified, marginal_cost_per_verified_low,
       marginal_cost_per_verified_high, n, unknown_n, unknown_share, rework_unknown_n, unallocated_amount,
       is_withheld, withheld_reason, marginal_withheld_reason
from mart.measure_cost_per_outcome
where population is not null
order by dimension, member, period, population desc
