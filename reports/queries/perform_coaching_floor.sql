select period, period_start_on, population, metric, metric_label, unit, numerator, n, unknown_n, value, value_low,
       value_high, people_per_leader, is_withheld, withheld_reason
from mart.perform_coaching_floor
where metric is not null
order by period, metric
