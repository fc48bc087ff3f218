select period, period_start_on, population, team, metric, metric_label, actors, numerator, n, unknown_n,
       unknown_share, value, value_low, value_high, is_withheld, withheld_reason, difference, difference_low,
       difference_high
from mart.enable_assist
where metric is not null
order by period, team, metric
