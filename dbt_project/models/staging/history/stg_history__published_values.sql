-- One row per number each time it was published with another value than before.
select
    mart,
    population,
    metric,
    period,
    period_start_on,
    value,
    n,
    definition,
    observed_until,
    known_until
from {{ source('history', 'published_values') }}
{%- if var('as_of', none) %}
where known_until <= {{ utc_timestamp("'" ~ var('as_of') ~ "'") }}
{%- endif %}
