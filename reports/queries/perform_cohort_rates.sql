select population, measure, agent_cohort, family, n, value, value_low, value_high, shrunken_value, family_value,
       is_withheld, withheld_reason
from mart.perform_cohort_rates
where measure is not null
order by measure, agent_cohort, family
