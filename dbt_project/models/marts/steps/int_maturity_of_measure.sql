-- One row per indicator of Measure and population, but for cost: what the data shows of it.
with metrics as (
    select
        count(*) as n,
        avg(case when decision is null or owner is null or threshold is null then 0e0 else 1e0 end) as share
    from {{ ref('metric_register') }}
),

contacts as (
    select population, count(*) as n, avg(case when is_traceable then 1e0 else 0e0 end) as traceable
    from {{ ref('fct_legs') }}
    where is_contact_leg and population in ('human', 'ai')
    group by population
),

rungs as (
    select population, min(denominator) as n, count(value) as known
    from {{ ref('measure_resolution_ladder') }}
    where period = 'all' and rung in ('verified_7d', 'verified_30d')
    group by population
),

resolution as (
    select
        sum(n) as n,
        case when count(*) = 0 or max(known) < 2 then 0 when min(known) < 2 then 1 else 2 end as level,
        (select count(*) from {{ ref('stg_history__published_values') }}) as kept
    from rungs
),

satisfaction as (
    select
        population,
        surveyed as n,
        case
            when response_rate is null then 0
            when value is null then 1
            when worst_case_low is null then 2
            else 3
        end as level
    from {{ ref('measure_satisfaction') }}
    where population in ('human', 'ai')
)

select {{ evidence("'measure_1'", "'all'", 'share', 'n') }} from metrics
union all
select {{ evidence("'measure_2'", 'population', 'traceable', 'n') }} from contacts
union all
select {{ evidence(
    "'measure_3'",
    "'all'",
    'case when level = 2 and kept > 0 then 3 else level end',
    'n'
) }} from resolution
union all
select {{ evidence("'measure_5'", 'population', 'level', 'n') }} from satisfaction
