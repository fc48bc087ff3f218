-- One row per population that was credited with the journey (and all), period and measure of customer effort: as asked
-- on the 7-point scale, and as computed for everybody.
with journeys as (
    select fct.*, periods.period, periods.period_start_on
    from {{ ref('fct_journeys') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.journey_id = periods.conversation_id
    where fct.contacts > 0
),

scoped as (
    select 'all' as population, journeys.* from journeys
    union all
    select journeys.last_population as population, journeys.* from journeys where journeys.last_population is not null
),

summed as (
    {{ effort_sums('scoped', ['population', 'period', 'period_start_on'], 'effort_asked', 'effort_index') }}
),

long_form as (
    {%- for metric, parts in {
        'effort_asked_mean': ['asked_sum', 'asked_square_sum', 'asked_n'],
        'effort_index_mean': ['index_sum', 'index_square_sum', 'index_n']
    }.items() %}
    select
        population,
        period,
        period_start_on,
        '{{ metric }}' as metric,
        {{ parts[2] }} as n,
        {{ ratio(parts[0], parts[2]) }} as value,
        1.959963984540054 * sqrt(greatest(0, {{ ratio(parts[1], parts[2]) }}
            - {{ ratio(parts[0], parts[2]) }} * {{ ratio(parts[0], parts[2]) }}) / nullif({{ parts[2] }} - 1, 0))
            as error,
        cast(null as bigint) as numerator
    from summed
    union all
    {%- endfor %}
    {%- for metric in ['easy', 'hard'] %}
    select
        population,
        period,
        period_start_on,
        'effort_{{ metric }}' as metric,
        asked_n as n,
        {{ ratio(metric ~ '_n', 'asked_n') }} as value,
        cast(null as double) as error,
        {{ metric }}_n as numerator
    from summed
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

judged as (
    select *, {{ withheld_reason('n') }} as withheld_reason
    from long_form
)

select
    judged.population,
    judged.period,
    judged.period_start_on,
    judged.metric,
    register.metric_label,
    judged.numerator,
    judged.n,
    case when judged.withheld_reason is null then judged.value end as value,
    case
        when judged.withheld_reason is not null then null
        when judged.numerator is not null then {{ wilson_low('judged.numerator', 'judged.n') }}
        else judged.value - judged.error
    end as value_low,
    case
        when judged.withheld_reason is not null then null
        when judged.numerator is not null then {{ wilson_high('judged.numerator', 'judged.n') }}
        else judged.value + judged.error
    end as value_high,
    judged.withheld_reason is not null as is_withheld,
    judged.withheld_reason,
    horizon.observed_until
from judged
inner join {{ ref('metric_register') }} as register on judged.metric = register.metric
cross join {{ ref('int_horizon_found') }} as horizon
