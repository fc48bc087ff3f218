-- One row per population and measure of the process: counted of how many.
with cases as (
    select 'all' as population, cases.*
    from {{ ref('int_process_cases') }} as cases
    union all
    select cases.first_population as population, cases.*
    from {{ ref('int_process_cases') }} as cases
    where cases.first_population is not null
),

variants as (
    select
        population,
        variant,
        count(*) as cases,
        row_number() over (partition by population order by count(*) desc, variant) as variant_rank
    from cases
    group by population, variant
),

summed as (
    select
        population,
        count(*) as cases,
        count(case when is_rework then 1 end) as rework_cases,
        cast(sum(repeated_events) as bigint) as repeated_events,
        cast(sum(events) as bigint) as events,
        count(case when is_conformant then 1 end) as conformant_cases,
        cast(sum(allowed_transitions) as bigint) as allowed_transitions,
        cast(sum(transitions) as bigint) as transitions
    from cases
    group by population
),

concentrated as (
    select
        population,
        cast(sum(case when variant_rank <= 10 then cases else 0 end) as bigint) as top_cases,
        count(*) as variants
    from variants
    group by population
)

{%- for measure, parts in {
    'rework_case_rate': ['rework_cases', 'cases'],
    'rework_event_rate': ['repeated_events', 'events'],
    'conformant_case_rate': ['conformant_cases', 'cases'],
    'conformant_transition_rate': ['allowed_transitions', 'transitions'],
    'variant_concentration': ['top_cases', 'cases']
}.items() %}

select
    summed.population,
    '{{ measure }}' as metric,
    {{ parts[0] }} as numerator,
    {{ parts[1] }} as n,
    summed.cases,
    concentrated.variants
from summed
inner join concentrated on summed.population = concentrated.population
{{ 'union all' if not loop.last }}
{%- endfor %}
