select population, period, metric, metric_label, numerator, n, value, value_low, value_high, is_withheld,
       withheld_reason
from mart.process_effort
where population is not null
order by period, metric, population desc
