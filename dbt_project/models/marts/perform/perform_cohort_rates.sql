-- One row per measure, hire cohort and family of intents: raw, and pulled towards the family where cases are few.
select
    population,
    measure,
    agent_cohort,
    family,
    n,
    value,
    value_low,
    value_high,
    shrunken_value,
    family_value,
    is_withheld,
    withheld_reason
from {{ source('analysis', 'cohort_rates') }}
