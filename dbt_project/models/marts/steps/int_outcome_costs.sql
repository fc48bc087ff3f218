-- One row per population (and both together), period, dimension and member: cost and what it bought, summed.
{% set sums = [
    'direct_micros', 'rework_micros', 'net_micros', 'settled_net_micros', 'below_bar_micros', 'variable_micros',
    'settled_variable_micros',
    'legs', 'costed_legs', 'variable_known_legs', 'net_legs', 'net_cents', 'net_cents_squared', 'variable_legs', 'variable_cents',
    'variable_cents_squared', 'unknown_moves', 'actors', 'contacts', 'claimed', 'settled', 'verified', 'untraceable'
] %}
with sides as (
    {%- for population in ['population', "'all'"] %}
    select
        {{ population }} as population,
        dimension,
        member,
        period,
        period_start_on,
        {{ sums | join(',\n        ') }}
    from {{ ref('int_outcome_cost_parts') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    population,
    dimension,
    member,
    period,
    max(period_start_on) as period_start_on,
    {%- for column in sums %}
    cast(sum({{ column }}) as bigint) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from sides
group by population, dimension, member, period
