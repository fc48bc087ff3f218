select period, lifecycle_stage, segment, journey_step, population, metric, n, value, value_low, value_high, is_withheld,
       withheld_reason, difference, verdict
from mart.measure_lifecycle
where metric is not null
order by period, metric, lifecycle_stage, segment, journey_step, population desc
