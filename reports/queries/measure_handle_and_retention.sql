select population, period, period_start_on, length, metric, numerator, n, unknown_n, unknown_share, value, value_low,
       value_high, is_withheld, withheld_reason, difference, difference_low, difference_high
from mart.measure_handle_and_retention
where metric is not null
order by period, metric, length
