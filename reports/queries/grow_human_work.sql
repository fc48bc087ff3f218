select period, period_start_on, population, metric, metric_label, unit, actors, part, whole, n, unknown_n,
       unknown_share, value, value_low, value_high, is_withheld, withheld_reason
from mart.grow_human_work
where metric is not null
order by period, metric, population desc
