-- A row here means that a contact entered or left the backlog without being counted, or twice: days of work, clearance
-- and the ages of that day are wrong. `reason` says which of three ways to count the same day disagree.
with days as (
    select
        *,
        lag(closing) over (partition by population order by local_on) as closing_before,
        lag(local_on) over (partition by population order by local_on) as day_before
    from {{ ref('measure_backlog') }}
),

stock as (
    select local_on, count(*) as open_contacts from {{ ref('int_backlog_stock') }} group by local_on
),

parts as (
    select local_on, sum(closing) as closing
    from {{ ref('measure_backlog') }}
    where population <> 'all'
    group by local_on
)

select local_on, population, 'not the day before plus what came in minus what was closed' as reason
from days
where closing <> coalesce(closing_before, 0) + inflow + reopened - closed
    or opening <> coalesce(closing_before, 0)
    or closing < 0
union all
select days.local_on, days.population, 'not the contacts that were open at its end' as reason
from days
left join stock on days.local_on = stock.local_on
where days.population = 'all' and days.closing <> coalesce(stock.open_contacts, 0)
union all
select days.local_on, days.population, 'not the sum of its populations' as reason
from days
inner join parts on days.local_on = parts.local_on
where days.population = 'all' and days.closing <> parts.closing
