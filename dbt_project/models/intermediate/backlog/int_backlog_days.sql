-- One row per local day and population (and `all`): what came into the backlog, what left it, and what remained.
{% set window = var('backlog_window_days') %}
with populations as (
    select 'all' as population
    union all
    select 'human' as population
    union all
    select 'ai' as population
    union all
    select 'unknown' as population
),

counted as (
    select
        moved_on,
        population,
        count(case when kind = 'inflow' then 1 end) as inflow,
        count(case when kind = 'reopened' then 1 end) as reopened,
        count(case when kind = 'closed' then 1 end) as closed
    from (
        select moved_on, population, kind from {{ ref('int_backlog_moves') }}
        union all
        select moved_on, 'all' as population, kind from {{ ref('int_backlog_moves') }}
    ) as moves
    group by moved_on, population
),

daily as (
    select
        days.local_on,
        days.seen_until,
        days.is_complete,
        populations.population,
        coalesce(counted.inflow, 0) as inflow,
        coalesce(counted.reopened, 0) as reopened,
        coalesce(counted.closed, 0) as closed
    from {{ ref('int_local_days') }} as days
    cross join populations
    left join counted on days.local_on = counted.moved_on and populations.population = counted.population
),

summed as (
    select
        *,
        cast(sum(inflow + reopened - closed) over so_far as bigint) as closing,
        cast(sum(inflow + reopened) over recent as bigint) as recent_in,
        cast(sum(closed) over recent as bigint) as recent_closed,
        count(*) over recent as recent_days
    from daily
    window
        so_far as (partition by population order by local_on rows between unbounded preceding and current row),
        recent as (partition by population order by local_on rows between {{ window - 1 }} preceding and current row)
)

select
    local_on,
    population,
    seen_until,
    is_complete,
    closing - inflow - reopened + closed as opening,
    inflow,
    reopened,
    closed,
    closing,
    recent_days,
    recent_in,
    recent_closed,
    {{ ratio('closing * recent_days', 'recent_closed') }} as days_of_work,
    {{ ratio('recent_closed', 'recent_in') }} as clearance_ratio
from summed
