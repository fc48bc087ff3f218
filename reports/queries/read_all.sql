select population, metric, metric_label, metric_order, period, unit, value, value_low, value_high, n, unknown_n,
       unknown_share, is_withheld, withheld_reason, window_label, definition
from mart.measure_population_read
where population is not null
order by metric_order, population desc, period
