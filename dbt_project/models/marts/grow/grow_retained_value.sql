-- One row per exposure and population: customers who stayed who would have left, at least.
select
    exposure,
    population,
    rung,
    n_exposed,
    n_compared,
    n_control,
    horizon_months,
    revenue_a_month,
    currency,
    naive_difference,
    difference,
    difference_low,
    difference_high,
    customers_point,
    customers_prudent,
    point_value,
    prudent_value,
    is_withheld,
    sentence
from {{ source('analysis', 'retained_values') }}
