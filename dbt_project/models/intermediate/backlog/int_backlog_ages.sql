-- One row per local day and population (and `all`) with open contacts: how old they were at its end, by rank.
with stock as (
    select local_on, population, conversation_id, age_seconds, is_beyond_target from {{ ref('int_backlog_stock') }}
    union all
    select local_on, 'all' as population, conversation_id, age_seconds, is_beyond_target
    from {{ ref('int_backlog_stock') }}
),

ranked as (
    select
        *,
        row_number() over (partition by local_on, population order by age_seconds, conversation_id) as place,
        count(*) over (partition by local_on, population) as n
    from stock
)

select
    local_on,
    population,
    max(n) as open_contacts,
    max(case when place = {{ percentile_rank('n', 50) }} then age_seconds end) as age_p50_seconds,
    max(case when place = {{ percentile_rank('n', 90) }} then age_seconds end) as age_p90_seconds,
    count(case when is_beyond_target then 1 end) as beyond_target,
    count(is_beyond_target) as targeted
from ranked
group by local_on, population
