select event_type, population, metric, metric_label, decision, owner, conversations, numerator, n, unknown_n,
       unknown_share, value, value_low, value_high, is_withheld, withheld_reason, is_recorded, sentence
from mart.measure_event_coverage
where event_type is not null
order by population, is_recorded desc, event_type, metric
