select period, period_start_on, population, channel, metric, metric_label, unit, numerator, n, unknown_n,
       unknown_share, value, value_low, value_high, is_withheld, withheld_reason
from mart.know_context
where metric is not null
order by period, channel, metric, population desc
