select change_id, kind, live_on, population, measure, n_before, n_after, value_before, value_after, difference,
       mix_effect, rate_effect, coverage, standardised_before, standardised_after, standardised_difference,
       standardised_low, standardised_high, p_value, adjusted_p_value, complexity_before, complexity_after,
       is_withheld, sentence
from mart.measure_survivorship
where change_id is not null
order by live_on, change_id, population, measure
