-- One row per indicator of Grow, of cost, policies and themes, and population: what the data shows of it.
with volumes as (
    select queue, sum(first_contacts) as contacts from {{ ref('enable_demand_forecasts') }} group by queue
),

forecasts as (
    select
        sum(accuracy.n) as n,
        {{ ratio(
            'sum(accuracy.wape * volumes.contacts)',
            'sum(case when accuracy.wape is not null then volumes.contacts end)'
        ) }} as wape,
        max(accuracy.mase) as mase
    from {{ ref('enable_forecast_accuracy') }} as accuracy
    inner join volumes on accuracy.queue = volumes.queue
    where accuracy.is_chosen
),

intervals as (
    select count(required_agents) as n, count(required_agents_stress) as stressed
    from {{ ref('enable_interval_requirements') }}
),

plans as (
    select count(*) as n, count(distinct scenario) as scenarios from {{ ref('enable_hiring_plan') }}
),

costs as (
    select
        population,
        unallocated_share,
        n,
        case
            when cost_per_verified is null then 0
            when rework_amount is null or rework_unknown_n > 0.3 * contacts_settled then 1
            when unallocated_share <= 0.01 then 3
            else 2
        end as level
    from {{ ref('measure_cost_per_outcome') }}
    where period = 'all' and dimension = 'all' and population in ('human', 'ai')
),

retained as (
    select
        population,
        max(n_exposed) as n,
        max(
            case
                when is_withheld then 0
                when rung in ('instrument', 'hold-out') then 3
                when rung = 'stratified comparison' then 2
                else 1
            end
        ) as level
    from {{ ref('grow_retained_value') }}
    where population in ('human', 'ai')
    group by population
),

policies as (
    select
        count(seconds_to_humans) as human_n,
        {{ percentile('seconds_to_humans', 0.5) }} as human_seconds,
        count(seconds_to_ai) as ai_n,
        {{ percentile('seconds_to_ai', 0.5) }} as ai_seconds
    from {{ ref('fct_changes') }}
    where kind = 'policy'
),

-- A theme is a row for each population, answered or not alike. Younger ones may still be answered.
themes as (
    select
        count(*) as n,
        avg(case when themes.acknowledged_at is null then 0e0 else 1e0 end) as answered,
        avg(case when themes.days_to_acknowledge <= 30 then 1e0 else 0e0 end) as answered_in_time
    from {{ ref('improve_themes') }} as themes
    cross join {{ ref('int_horizon_found') }} as horizon
    where themes.population = 'human'
        and {{ seconds_between('themes.routed_at', 'horizon.observed_until') }} >= 2592000
)

select {{ evidence("'measure_4'", 'population', 'unallocated_share', 'n') }} from costs
union all
select {{ evidence("'grow_1'", "'all'", 'wape', 'n', 'case when mase < 1 then 3 else 2 end') }} from forecasts
union all
select {{ evidence(
    "'grow_2'", "'all'", 'case when n > 0 then 10 end', 'n', 'case when stressed > 0 then 3 else 2 end'
) }} from intervals
union all
select {{ evidence("'grow_3'", "'all'", 'case when scenarios > 1 then 3 end', 'n') }} from plans
union all
select {{ evidence("'grow_4'", 'population', 'level', 'n') }} from costs
union all
select {{ evidence("'grow_5'", 'population', 'level', 'n') }} from retained
union all
select {{ evidence("'enable_5'", "'human'", 'human_seconds / 86400e0', 'human_n') }} from policies
union all
select {{ evidence("'enable_5'", "'ai'", 'ai_seconds / 86400e0', 'ai_n') }} from policies
union all
select {{ evidence("'know_4'", "'ai'", 'ai_seconds / 86400e0', 'ai_n') }} from policies
union all
select {{ evidence(
    "'improve_3'", "'all'", 'answered', 'n', 'case when answered_in_time >= 0.85 then 3 else 2 end'
) }} from themes
