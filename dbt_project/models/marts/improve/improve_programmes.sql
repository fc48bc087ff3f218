-- One row per programme or change, population and measure: whether it worked, with its interval, or why that is not
-- said.
select
    programme,
    kind,
    label,
    population,
    measure,
    design,
    started_on,
    owner,
    verdict,
    sentence,
    effect,
    effect_low,
    effect_high,
    p_adjusted,
    n_reached,
    n_comparison,
    rebound,
    pretrend_p,
    contacts_a_week
from {{ source('analysis', 'programmes') }}
