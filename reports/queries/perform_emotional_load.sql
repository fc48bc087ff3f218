select period, period_start_on, population, team, metric, metric_label, unit, actors, n, value, value_low,
       value_high, is_withheld, withheld_reason
from mart.perform_emotional_load
where metric is not null
order by period, team, metric, population desc
