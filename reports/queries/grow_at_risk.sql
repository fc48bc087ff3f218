select period, period_start_on, risk, population, numerator, n, unknown_n, unknown_share, value, value_low,
       value_high, is_withheld, withheld_reason, tagged, difference, difference_low, difference_high
from mart.grow_at_risk
where risk is not null
order by period, risk, population desc
