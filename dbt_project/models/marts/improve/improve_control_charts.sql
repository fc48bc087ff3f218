-- One row per population, measure and whole week: the level against the limits of usual noise.
select
    population,
    measure,
    week_start_on,
    n,
    value,
    chart,
    centre,
    limit_low,
    limit_high,
    is_frozen,
    is_signal,
    rules,
    cusum_high,
    cusum_low,
    is_cusum_signal,
    sentence
from {{ source('analysis', 'control_charts') }}
