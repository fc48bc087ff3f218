-- One row per month, population and wording of a metric that changed: what each wording counts, and the step.
with versions as (
    select
        *,
        lead(in_force_from) over (partition by metric order by definition_version) as in_force_until
    from {{ ref('metric_versions') }}
),

counted as (
    select
        'measure_resolution_ladder' as mart, rung as mart_key, population, period, period_start_on, value,
        value_low, value_high, denominator as n, withheld_reason
    from {{ ref('measure_resolution_ladder') }}
    where period <> 'all'
    union all
    select
        'measure_repricing' as mart, terms_id as mart_key, vendor as population, period, period_start_on,
        units as value,
        cast(null as double) as value_low, cast(null as double) as value_high, n, withheld_reason
    from {{ ref('measure_repricing') }}
    where period <> 'all'
),

months as (
    select
        versions.metric,
        counted.population,
        counted.period,
        counted.period_start_on,
        versions.definition_version,
        versions.definition,
        versions.reason,
        versions.in_force_from,
        counted.value,
        counted.value_low,
        counted.value_high,
        counted.n,
        counted.withheld_reason,
        counted.period_start_on >= versions.in_force_from
        and (versions.in_force_until is null or counted.period_start_on < versions.in_force_until) as is_in_force,
        lag(counted.value) over (
            partition by versions.metric, counted.population, counted.period order by versions.definition_version
        ) as value_before
    from versions
    inner join counted on versions.mart = counted.mart and versions.mart_key = counted.mart_key
)

select
    metric,
    population,
    period,
    period_start_on,
    cast(definition_version as bigint) as definition_version,
    definition,
    reason,
    in_force_from,
    is_in_force,
    {{ month_start('in_force_from') }} = period_start_on and definition_version > 1 as is_step,
    cast(value as double) as value,
    cast(value_low as double) as value_low,
    cast(value_high as double) as value_high,
    cast(n as bigint) as n,
    cast(value - value_before as double) as difference_to_version_before,
    value is null as is_withheld,
    case when value is null then coalesce(withheld_reason, 'Nothing to measure in this period') end as withheld_reason
from months
