select period, outcome, is_noise, attempts, n, value, value_low, value_high, is_withheld, withheld_reason
from mart.measure_noise
where outcome is not null
order by period, is_noise, outcome
