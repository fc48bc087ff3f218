select population, metric, metric_label, cases, variants, numerator, n, unknown_n, unknown_share, value,
       value_low, value_high, is_withheld, withheld_reason
from mart.process_variants
where population is not null
order by metric, population desc
