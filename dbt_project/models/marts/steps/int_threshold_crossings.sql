-- One row per metric, population and place whose newest number lies beyond its threshold with the whole interval.
-- Months count where the mart has them: the newest one, if it is among the last two, and since when without a break.
{%- set of_months = "period <> 'all'" %}
{%- set readings = [
    ['measure_population_read', 'metric', "'all'", 'population', of_months],
    ['measure_service_levels', "'service_level'", 'metric', 'population', of_months ~ " and channel = 'all'"],
    ['process_failure_paths', "'path_' || failure_path", "'all'", 'population', of_months],
    ['process_hand_offs', 'metric', "'all'", "'ai'", of_months ~ " and channel = 'all'"],
    ['process_governance', "'governance_' || metric", "'all'", "'ai'",
        of_months ~ " and channel = 'all' and language = 'all'"],
    ['process_effort', 'metric', "'all'", 'population', of_months],
    ['process_variants', 'metric', "'all'", 'population', ''],
    ['process_tasks', "'task_success'", 'component', 'population', "ai_version = 'all'"],
    ['know_figures', 'metric', "'all'", 'population', ''],
    ['know_context', 'metric', "'all'", 'population', of_months ~ " and channel = 'all'"],
    ['grow_human_work', 'metric', "'all'", 'population', of_months],
    ['enable_assist', 'metric', "'all'", 'population', of_months ~ " and team = 'all'"],
    ['perform_emotional_load', 'metric', "'all'", 'population', of_months ~ " and team = 'all'"],
    ['perform_coaching_floor', 'metric', "'all'", 'population', of_months]
] %}
with readings as (
    {%- for mart, metric, place, population, condition in readings %}
    select
        '{{ mart }}' as mart, {{ metric }} as metric, {{ place }} as place, {{ population }} as population,
        {{ 'period_start_on' if 'period' in condition else 'cast(null as date)' }} as month_on,
        value, value_low, value_high, n
    from {{ ref(mart) }}
    where not is_withheld{{ ' and ' ~ condition if condition }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

thresholds as (
    select
        *,
        {{ threshold_part('threshold', 1) }} as side,
        {{ threshold_bound('threshold') }} as bound,
        {{ threshold_part('threshold', 4) }} as threshold_unit,
        case {{ threshold_part('threshold', 6) }} when 'people' then 'human' when 'the AI' then 'ai' end as held_to
    from {{ ref('metric_register') }}
    where {{ threshold_part('threshold', 1) }} is not null
),

judged as (
    select
        readings.*,
        thresholds.metric_label, thresholds.owner, thresholds.decision, thresholds.grade, thresholds.direction,
        thresholds.metric_order,
        thresholds.threshold, thresholds.threshold_unit,
        readings.n >= {{ minimum_n() }} and case thresholds.side
            when 'above' then readings.value_low > thresholds.bound
            else readings.value_high < thresholds.bound
        end as is_beyond,
        row_number() over (
            partition by readings.metric, readings.place, readings.population order by readings.month_on desc
        ) as age
    from readings
    inner join thresholds on readings.metric = thresholds.metric and readings.mart = thresholds.mart
    where readings.population in ('human', 'ai')
        and readings.population = coalesce(thresholds.held_to, readings.population)
),

held_before as (
    select metric, place, population, max(month_on) as held_on
    from judged
    where not coalesce(is_beyond, false)
    group by metric, place, population
),

begun as (
    select judged.metric, judged.place, judged.population, min(judged.month_on) as since_on
    from judged
    left join held_before
        on judged.metric = held_before.metric and judged.place = held_before.place
            and judged.population = held_before.population
    where judged.is_beyond and (held_before.held_on is null or judged.month_on > held_before.held_on)
    group by judged.metric, judged.place, judged.population
)

select
    judged.mart, judged.metric, judged.metric_label, judged.place, judged.population, judged.month_on, begun.since_on,
    judged.value, judged.value_low, judged.value_high, judged.n, judged.threshold, judged.threshold_unit,
    judged.owner, judged.decision, judged.grade, judged.direction, judged.metric_order
from judged
inner join begun
    on judged.metric = begun.metric and judged.place = begun.place and judged.population = begun.population
cross join {{ ref('int_horizon_found') }} as horizon
where judged.age = 1 and judged.is_beyond
    and (
        judged.month_on is null
        or cast({{ add_days('cast(judged.month_on as timestamp)', 62) }} as timestamp) > horizon.observed_until
    )
