select period, channel, language, metric, metric_label, unit, numerator, n, value, value_low, value_high,
       is_withheld, withheld_reason
from mart.process_governance
where metric is not null
order by period, channel, language, metric
