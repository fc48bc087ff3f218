select population, period, channel, metric, n, met, broken, open_broken, unknown_n, unknown_share, value,
       value_low, value_high, native_n, native_met, native_differs, is_withheld, withheld_reason
from mart.measure_service_levels
where metric is not null
order by period, channel, metric, population desc
