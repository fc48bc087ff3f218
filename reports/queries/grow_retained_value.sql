select exposure, population, rung, n_exposed, n_compared, n_control, horizon_months, revenue_a_month, currency,
       naive_difference, difference, difference_low, difference_high, customers_point, customers_prudent,
       point_value, prudent_value, is_withheld, sentence
from mart.grow_retained_value
where exposure is not null
order by exposure, population
