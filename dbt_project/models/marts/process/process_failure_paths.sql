-- One row per population, period and failure path: how often contacts go wrong in that way.
select
    counts.population,
    counts.period,
    counts.period_start_on,
    counts.metric as failure_path,
    register.metric_label as failure_path_label,
    {{ rate_columns('counts.numerator', 'counts.n', 'counts.unknown_n') }},
    horizon.observed_until
from {{ ref('int_failure_path_counts') }} as counts
inner join {{ ref('metric_register') }} as register on 'path_' || counts.metric = register.metric
cross join {{ ref('int_horizon_found') }} as horizon
