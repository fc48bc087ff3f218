select period, reach, n, value, value_low, value_high, complexity_index, unknown_n, unknown_share, is_withheld,
       withheld_reason
from mart.measure_residual_complexity
where period is not null
order by period, reach
