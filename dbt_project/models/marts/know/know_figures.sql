-- One row per population (and both) and figure of knowledge, over all contacts.
select
    counts.population,
    counts.metric,
    register.metric_label,
    {{ rate_columns('counts.numerator', 'counts.n', 'counts.unknown_n',
        "when counts.metric in ('know_intent_coverage', 'know_stale_articles', 'know_orphan_articles') "
        ~ "and counts.n > 0 then cast(null as string)") }},
    horizon.observed_until
from {{ ref('int_knowledge_values') }} as counts
inner join {{ ref('metric_register') }} as register on counts.metric = register.metric
cross join {{ ref('int_horizon_found') }} as horizon
