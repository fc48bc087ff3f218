-- One row per channel and 10 minutes in which somebody came or somebody was expected.
-- A forecast for a longer interval is spread evenly over its 10 minutes; people required are the same in each.
with arrivals as (
    select
        channel,
        {{ interval_start('opened_at') }} as interval_start_at,
        count(*) as conversations_opened,
        count(case when first_population = 'ai' then 1 end) as received_by_ai,
        count(case when first_population = 'human' then 1 end) as received_by_humans,
        count(case when contact_number = 1 then 1 end) as first_contacts,
        count(case when first_population = 'ai' and human_legs = 0 then 1 end) as kept_by_ai
    from {{ ref('fct_conversations') }}
    where opened_at is not null and channel is not null and exclusion_reason is null
    group by channel, {{ interval_start('opened_at') }}
),

expected as (
    select
        {{ known('channel') }} as channel,
        cast(forecast_contacts as decimal(18, 6)) as forecast_contacts,
        cast(required_agents as decimal(18, 6)) as required_agents,
        interval_seconds,
        interval_slot
    from {{ ref('int_forecasts_unioned') }}
    {{ lateral_explode(
        interval_starts('interval_start', add_seconds('interval_start', 'interval_seconds - 600')), 'interval_slot'
    ) }}
    where interval_seconds >= 600
),

spread as (
    select
        channel,
        interval_slot as interval_start_at,
        sum(cast(forecast_contacts * 600 / interval_seconds as decimal(18, 6))) as forecast_contacts,
        sum(required_agents) as required_agents
    from expected
    where channel is not null
    group by channel, interval_slot
)

select
    coalesce(arrivals.channel, spread.channel) as channel,
    coalesce(arrivals.interval_start_at, spread.interval_start_at) as interval_start_at,
    coalesce(arrivals.conversations_opened, 0) as conversations_opened,
    coalesce(arrivals.received_by_ai, 0) as received_by_ai,
    coalesce(arrivals.received_by_humans, 0) as received_by_humans,
    coalesce(arrivals.first_contacts, 0) as first_contacts,
    coalesce(arrivals.kept_by_ai, 0) as kept_by_ai,
    cast(spread.forecast_contacts as decimal(18, 6)) as forecast_contacts,
    cast(spread.required_agents as decimal(18, 6)) as required_agents
from arrivals
full outer join spread
    on arrivals.channel = spread.channel and arrivals.interval_start_at = spread.interval_start_at
