select population, metric, metric_label, numerator, n, unknown_n, unknown_share, value, value_low, value_high,
       is_withheld, withheld_reason
from mart.know_figures
where metric is not null
order by metric, population desc
