-- One row per population, stratum and local day: what was handled and how it went, to hold the days before a change
-- against those after it.
select
    legs.population,
    legs.intent_id,
    legs.band,
    legs.channel,
    legs.arrival,
    legs.opened_local_on,
    count(*) as handled,
    cast(sum(legs.judged) as bigint) as judged,
    cast(sum(legs.verified) as bigint) as verified,
    cast(sum(legs.timed) as bigint) as timed,
    cast(sum(legs.handle_seconds) as bigint) as handle_seconds,
    cast(sum(cast(legs.handle_seconds as bigint) * legs.handle_seconds) as bigint) as handle_square_seconds,
    cast(sum(intents.complexity) as bigint) as complexity_points,
    count(intents.complexity) as complexity_known
from {{ ref('int_comparison_legs') }} as legs
left join {{ ref('dim_intents') }} as intents on legs.intent_id = intents.intent_id
group by 1, 2, 3, 4, 5, 6
