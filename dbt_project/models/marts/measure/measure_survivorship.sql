-- One row per change of the AI, population and measure: four weeks before and after, crude, on the mix before, and
-- split into mix and rate.
select
    change_id,
    kind,
    subject,
    live_on,
    population,
    measure,
    n_before,
    n_after,
    value_before,
    value_after,
    difference,
    mix_effect,
    rate_effect,
    coverage,
    standardised_before,
    standardised_after,
    standardised_difference,
    standardised_low,
    standardised_high,
    p_value,
    adjusted_p_value,
    complexity_before,
    complexity_after,
    is_withheld,
    sentence
from {{ source('analysis', 'survivorship') }}
