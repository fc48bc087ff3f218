select population, period, failure_path, failure_path_label, numerator, n, unknown_n, unknown_share, value,
       value_low, value_high, is_withheld, withheld_reason
from mart.process_failure_paths
where population is not null
order by period, failure_path, population desc
