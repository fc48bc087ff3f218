-- One row per population and measure of how the process is kept: rework, conformance, concentration.
select
    counts.population,
    counts.metric,
    register.metric_label,
    counts.cases,
    counts.variants,
    {{ rate_columns('counts.numerator', 'counts.n') }},
    horizon.observed_until
from {{ ref('int_process_values') }} as counts
inner join {{ ref('metric_register') }} as register on counts.metric = register.metric
cross join {{ ref('int_horizon_found') }} as horizon
