select comparison, first_side, second_side, scope, measure, unit, verdict, is_withheld, sentence, first_n,
       second_n, first_crude, second_crude, first_crude_low, second_crude_low, first_crude_high,
       second_crude_high, strata_of, first_adjusted, second_adjusted, difference, difference_low,
       difference_high, adjusted_p_value, first_coverage, second_coverage, strata_kept, strata_dropped,
       is_reversed, e_value, e_value_limit
from mart.measure_fair_comparison
where comparison is not null
order by comparison, second_side, scope, measure
