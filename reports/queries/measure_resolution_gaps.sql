select kind, population, place, place_label, comparison_label, period_end_on, n, value, value_low, value_high,
       comparison_n, comparison_value, difference, difference_low, difference_high, comparisons, is_found,
       is_withheld, withheld_reason, period_start_on
from mart.measure_resolution_gaps
where kind is not null
order by kind, place, period_start_on
