select period, channel, metric, metric_label, unit, numerator, n, unknown_n, unknown_share, value, value_low,
       value_high, is_withheld, withheld_reason
from mart.process_hand_offs
where metric is not null
order by period, channel, metric
