-- One row per population: by how much places (channel, region, version, team) differ on a matter beyond chance.
with cells as (
    select
        population,
        intent_id,
        count(*) as n,
        avg(case when resolution = 'verified' then 1e0 else 0e0 end) as rate
    from {{ ref('fct_legs') }}
    where is_judged and is_mature_7d and is_traceable and population in ('human', 'ai') and intent_id is not null
    group by population, intent_id, channel, region, coalesce(ai_version, team)
    having count(*) >= {{ minimum_n() }}
),

intents as (
    select
        *,
        sum(n * rate) over (partition by population, intent_id) / sum(n) over (partition by population, intent_id)
            as intent_rate,
        sum(n) over (partition by population, intent_id) as intent_n
    from cells
),

spreads as (
    select
        population,
        sum(n) as n,
        count(*) as places,
        count(distinct intent_id) as intents,
        sum(n * power(rate - intent_rate, 2)) - sum(intent_rate * (1 - intent_rate) * (1 - 1e0 * n / intent_n))
            as excess,
        sum(n * (1 - 1e0 * n / intent_n)) as freedom
    from intents
    group by population
)

-- Moments of DerSimonian and Laird, with binomial variances.
select
    population,
    cast(n as bigint) as n,
    case when places > intents and freedom > 0 then sqrt(greatest(0, excess / freedom)) end as spread
from spreads
