select comparison, first_side, second_side, scope, measure, stratum, weight, first_n, first_rate,
       first_rate_low, first_rate_high, second_n, second_rate, second_rate_low, second_rate_high
from mart.measure_comparison_strata
where comparison is not null
order by comparison, second_side, scope, measure, weight desc, stratum
