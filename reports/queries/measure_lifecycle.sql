select period, period_start_on, lifecycle_stage, segment, journey_step, population, metric, metric_label, numerator,
       n, unknown_n, unknown_share, value, value_low, value_high, is_withheld, withheld_reason, difference,
       difference_low, difference_high, verdict
from mart.measure_lifecycle
where metric is not null
order by period, metric, lifecycle_stage, segment, journey_step, population desc
