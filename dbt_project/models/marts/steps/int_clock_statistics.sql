-- One row per population, period, channel (and `all`), clock and kind of hours: count, middle, ninetieth percentile
-- and mean.
with ranked as (
    select
        scope_id,
        clock_order,
        is_business,
        seconds,
        row_number() over (partition by scope_id, clock_order, is_business order by seconds) as place,
        count(*) over (partition by scope_id, clock_order, is_business) as n
    from {{ ref('int_clock_readings') }}
    where seconds is not null
),

found as (
    select
        scope_id,
        clock_order,
        is_business,
        -- The two middle values; they are one and the same when n is odd.
        cast(
            max(case when place = {{ integer_divide('n + 1', '2') }} then seconds end)
            + max(case when place = {{ integer_divide('n + 2', '2') }} then seconds end) as double
        ) / 2 as median_seconds,
        max(case when place = {{ median_rank_low('n') }} then seconds end) as median_low_seconds,
        max(case when place = {{ median_rank_high('n') }} then seconds end) as median_high_seconds,
        max(case when place = {{ percentile_rank('n', 90) }} then seconds end) as p90_seconds
    from ranked
    group by scope_id, clock_order, is_business
),

counted as (
    select
        scope_id,
        clock_order,
        is_business,
        count(seconds) as n,
        count(case when has_come and seconds is null then 1 end) as unknown_n,
        count(case when not has_come then 1 end) as running_n,
        {{ ratio('sum(seconds)', 'count(seconds)') }} as mean_seconds
    from {{ ref('int_clock_readings') }}
    group by scope_id, clock_order, is_business
),

scopes as (
    select distinct scope_id, population, period, scope_channel from {{ ref('int_clock_scopes') }}
),

clocks as (
    select distinct clock_order, clock from {{ ref('int_clock_values') }}
)

select
    scopes.population,
    scopes.period,
    case when scopes.period <> 'all' then cast(scopes.period || '-01' as date) end as period_start_on,
    scopes.scope_channel as channel,
    clocks.clock,
    case when counted.is_business then 'business' else 'calendar' end as hours,
    counted.n,
    counted.unknown_n,
    counted.running_n,
    found.median_seconds,
    found.median_low_seconds,
    found.median_high_seconds,
    found.p90_seconds,
    counted.mean_seconds
from counted
inner join scopes on counted.scope_id = scopes.scope_id
inner join clocks on counted.clock_order = clocks.clock_order
left join found
    on counted.scope_id = found.scope_id
    and counted.clock_order = found.clock_order
    and counted.is_business = found.is_business
