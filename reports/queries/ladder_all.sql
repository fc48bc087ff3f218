select population, period, rung, rung_order, rung_label, numerator, denominator as n, denominator_label, 'share' as unit,
       value, value_low, value_high, unknown_n, unknown_share, is_outcome, is_withheld, withheld_reason
from mart.measure_resolution_ladder
where population is not null
order by rung_order, population desc, period
