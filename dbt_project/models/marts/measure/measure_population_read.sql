-- One row per population, period and metric: both populations on the same definitions, side by side.
with periods as (
    select distinct period, period_start_on from {{ ref('int_contact_periods') }}
),

populations as (
    select 'human' as population
    union all
    select 'ai' as population
),

wanted as (
    select register.*, populations.population, periods.period, periods.period_start_on
    from {{ ref('metric_register') }} as register
    cross join populations
    cross join periods
    where register.mart = 'measure_population_read' and register.populations in ('both', populations.population)
),

known as (
    select
        wanted.*,
        numbers.numerator,
        numbers.denominator,
        numbers.value,
        numbers.value_low,
        numbers.value_high,
        coalesce(numbers.n, 0) as n,
        coalesce(numbers.unknown_n, 0) as unknown_n,
        {{ ratio('numbers.unknown_n', '(numbers.n + numbers.unknown_n)') }} as unknown_share,
        max(numbers.numerator) over (partition by wanted.population, wanted.metric) as numerator_anywhere
    from wanted
    left join {{ ref('int_population_values') }} as numbers
        on wanted.population = numbers.population and wanted.period = numbers.period and wanted.metric = numbers.metric
),

judged as (
    select
        *,
        case
            when unit = 'count' then null
            when metric = 'human_on_request_rate' and population = 'human' then 'The customer already has a person'
            -- A source that tells nothing of the kind cannot be told from one where it never happened.
            when metric = 'disclosure_rate' and coalesce(numerator_anywhere, 0) = 0
                then 'No source says when the AI disclosed itself'
            when unknown_share > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: the customer, the matter, the time or the cost is not known'
            when n = 0 or value is null then 'Nothing to measure in this period'
            when n < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from known
)

select
    population,
    metric,
    metric_label,
    cast(metric_order as bigint) as metric_order,
    period,
    period_start_on,
    unit,
    numerator,
    denominator,
    case when unit = 'count' then coalesce(value, 0) when withheld_reason is null then value end as value,
    case when withheld_reason is null then value_low end as value_low,
    case when withheld_reason is null then value_high end as value_high,
    n,
    unknown_n,
    unknown_share,
    coalesce(unknown_share > {{ unknown_share_flagged() }}, false) as is_flagged,
    withheld_reason is not null as is_withheld,
    withheld_reason,
    higher_is_better,
    horizon.observed_until,
    window_label,
    definition
from judged
cross join {{ ref('int_horizon_found') }} as horizon
