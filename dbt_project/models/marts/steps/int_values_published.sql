-- One row per number that is compared with what was published before: the read, the ladder and the reconciliation.
{% set entities = [
    'agents', 'conversations', 'conversation_events', 'customers', 'ratings', 'quality_scores', 'outcome_claims',
    'invoices', 'cost_lines', 'changes', 'shifts', 'agent_states'
] %}
with known as (
    select max(known_at) as known_until
    from (
        {%- for entity in entities %}
        select max(extracted_at) as known_at from {{ ref('int_' ~ entity ~ '_unioned') }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as newest
),

numbers as (
    select
        'measure_population_read' as mart, population, metric, period, period_start_on, value, n, definition,
        observed_until
    from {{ ref('measure_population_read') }}
    union all
    select
        'measure_resolution_ladder' as mart, population, rung as metric, period, period_start_on, value,
        denominator as n,
        rung_label || ', of ' || denominator_label as definition, observed_until
    from {{ ref('measure_resolution_ladder') }}
    union all
    select
        'measure_vendor_reconciliation' as mart, vendor as population, line as metric, period, period_start_on,
        cast(units as double) as value, n, line_label as definition, observed_until
    from {{ ref('measure_vendor_reconciliation') }}
)

select
    numbers.mart,
    numbers.population,
    numbers.metric,
    numbers.period,
    numbers.period_start_on,
    cast(numbers.value as double) as value,
    cast(numbers.n as bigint) as n,
    numbers.definition,
    numbers.observed_until,
    known.known_until
from numbers
cross join known
