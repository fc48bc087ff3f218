-- One row per comparison, pair of sides, scope, measure and comparable stratum: both rates side by side.
select
    comparison,
    first_side,
    second_side,
    scope,
    measure,
    stratum,
    strata_of,
    subject,
    band,
    channel,
    arrival,
    weight,
    first_n,
    first_rate,
    first_rate_low,
    first_rate_high,
    second_n,
    second_rate,
    second_rate_low,
    second_rate_high
from {{ source('analysis', 'fair_comparison_strata') }}
