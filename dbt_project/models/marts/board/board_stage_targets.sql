-- One row per measure that counts at the stage reached and population: its value beside the target of that stage.
{% set no_end = 'cast(null as double)' %}
{% set no_reason = 'cast(null as string)' %}
{% set parts = [
    ('measure_population_read', 'metric', 'value', 'value_low', 'value_high', 'n', 'withheld_reason', "period = 'all'"),
    ('measure_service_levels', "'service_level'", 'value', 'value_low', 'value_high', 'n', 'withheld_reason',
        "period = 'all' and channel = 'all' and metric = 'first_reply'"),
    ('board_maturity_evidence', 'indicator_id', 'value', no_end, no_end, 'n', no_reason, 'true'),
    ('grow_retained_value', "'retained_value'", 'prudent_value', no_end, no_end, 'n_exposed', no_reason,
        "exposure = 'verified'"),
    ('backlog', "'backlog_age_p90_days'", 'age_p90_seconds / 86400e0', no_end, no_end, 'closing', 'withheld_reason',
        'place = 1'),
    ('ramps', "'weeks_to_bar'", 'median_weeks', 'median_weeks_low', 'median_weeks_high', 'agents', 'withheld_reason',
        'place = 1'),
    ('quality', "'quality_score'", 'value', 'value_low', 'value_high', 'n', no_reason, 'true'),
    ('gaps', "'know_gap'", 'value', no_end, no_end, 'n', no_reason, 'true'),
    ('explained', "'explained_changes'", 'value', no_end, no_end, 'n', 'withheld_reason', 'true'),
] %}
with stages as (
    select population, stage_order, stage from {{ ref('board_maturity') }} where function_id = 'all'
),

backlog as (
    select *, row_number() over (partition by population order by local_on desc) as place
    from {{ ref('measure_backlog') }}
    where is_complete and population in ('human', 'ai')
),

ramps as (
    select
        *,
        row_number() over (
            partition by population order by case cohort when 'all' then 0 else 1 end, cohort desc
        ) as place
    from {{ ref('enable_ramp') }}
    where channel = 'all'
),

quality as (
    {%- for side in ['first', 'second'] %}
    select
        {{ side }}_side as population, {{ side }}_crude as value, {{ side }}_crude_low as value_low,
        {{ side }}_crude_high as value_high, {{ side }}_n as n
    from {{ ref('measure_fair_comparison') }}
    where comparison = 'population' and scope = 'all channels' and measure = 'quality_score'
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

gaps as (
    select population, max(gap) as value, max(all_contacts) as n
    from {{ ref('know_coverage') }}
    group by population
),

explained as (
    select
        population,
        case when count(*) >= {{ minimum_n() }} then avg(case when verdict = 'not explained' then 0e0 else 1e0 end) end
            as value,
        count(*) as n,
        {{ withheld_reason('count(*)') }} as withheld_reason
    from {{ ref('improve_explained_changes') }}
    group by population
),

values_now as (
    {%- for table, measure, value, low, high, n, reason, condition in parts %}
    select
        {{ measure }} as measure, population, cast({{ value }} as double) as value, {{ low }} as value_low,
        {{ high }} as value_high, cast({{ n }} as bigint) as n, {{ reason }} as withheld_reason
    from {{ ref(table) if loop.index <= 4 else table }}
    where {{ condition }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

due as (
    select
        values_now.*,
        targets.measure_order,
        targets.measure_label,
        targets.unit,
        targets.direction,
        stages.stage,
        case stages.stage_order
            when 0 then targets.at_reactive when 1 then targets.at_emerging when 2 then targets.at_defined
            else targets.at_optimised
        end as target
    from {{ ref('stage_targets') }} as targets
    inner join values_now on targets.measure = values_now.measure
    inner join stages on values_now.population = stages.population
    where targets.first_stage_order <= stages.stage_order
)

select
    measure, measure_order, measure_label, population, stage, unit, value, value_low, value_high, n, target,
    case
        when direction = 'up' then value >= target
        else value <= target
    end as is_met,
    value is null as is_withheld,
    case when value is null then coalesce(withheld_reason, 'No evidence') end as withheld_reason
from due
