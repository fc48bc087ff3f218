-- One row per person and queue in which the person handled contacts, with the share of handling time it took.
with handled as (
    select
        legs.actor_id as agent_id,
        coalesce(families.channel_group, legs.channel) as queue,
        count(*) as handled,
        cast(sum(legs.handle_seconds) as bigint) as handle_seconds
    from {{ ref('fct_legs') }} as legs
    left join {{ ref('channel_groups') }} as families on legs.channel = families.channel
    where legs.population = 'human' and legs.is_handled and legs.handle_seconds > 0 and legs.channel is not null
        and legs.exclusion_reason is null
    group by legs.actor_id, coalesce(families.channel_group, legs.channel)
)

select
    agent_id,
    queue,
    handled,
    handle_seconds,
    cast(
        cast(handle_seconds as double) / sum(handle_seconds) over (partition by agent_id) as decimal(9, 6)
    ) as share
from handled
where agent_id is not null
