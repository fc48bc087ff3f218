select population, cohort, channel, week_number, agents, contacts, contacts_since_start, handle_n, handle_index,
       handle_index_low, handle_index_high, handle_seconds, tenured_handle_seconds, verified_n, verified_index,
       verified_index_low, verified_index_high, verified_rate, tenured_verified_rate, quality_n, quality_score,
       quality_low, quality_high, tenured_quality_score, is_withheld, withheld_reason
from mart.enable_learning_curves
where population is not null
order by population desc, cohort, channel, week_number
