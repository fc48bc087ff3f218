-- One row per journey: the effort index, the mean of the known terms, each over its own 90th percentile and at most 1.
{% set terms = ['contacts', 'passes', 'channel_switches', 'days_to_verified', 'wait_seconds', 'repeated_requests'] %}
with scales as (
    select
        {%- for term in terms %}
        {{ percentile(term, 0.9) }} as {{ term }}_p90{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_journey_efforts') }}
),

scaled as (
    select
        efforts.*,
        {%- for term in terms %}
        {{ effort_term('efforts.' ~ term, 'scales.' ~ term ~ '_p90') }} as {{ term }}_effort{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_journey_efforts') }} as efforts
    cross join scales
)

select
    *,
    (
        {%- for term in terms %}
        coalesce({{ term }}_effort, 0){{ ' +' if not loop.last }}
        {%- endfor %}
    ) / (
        {%- for term in terms %}
        case when {{ term }}_effort is not null then 1 else 0 end{{ ' +' if not loop.last }}
        {%- endfor %}
    ) as effort_index
from scaled
