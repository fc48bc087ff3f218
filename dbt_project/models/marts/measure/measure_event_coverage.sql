-- One row per kind of event, who caused it (and all) and number it feeds: how much of it is recorded well enough, and
-- which decision waits for it. Further, one row per population: contacts whose whole trail is known.
with events as (
    select
        event_type,
        coalesce(actor_type, 'unknown') as actor_type,
        conversation_id,
        case when occurred_at is not null and actor_type is not null then 1 else 0 end as is_told
    from {{ ref('int_events_attributed') }}
    union all
    select event_type, 'unknown' as actor_type, conversation_id, 0 as is_told
    from {{ ref('int_events_unattributed') }}
),

counted as (
    {%- for population in ['actor_type', "'all'"] %}
    select
        event_type,
        {{ population }} as population,
        count(distinct conversation_id) as conversations,
        cast(sum(is_told) as bigint) as numerator,
        count(*) as n
    from events
    group by event_type{{ ', actor_type' if loop.first }}
    {{ 'union all' if loop.first }}
    {%- endfor %}
),

kinds as (
    select event_type, metric from {{ ref('event_uses') }}
    union all
    select distinct counted.event_type, cast(null as string) as metric
    from counted
    left join {{ ref('event_uses') }} as uses on counted.event_type = uses.event_type
    where uses.event_type is null
),

trails as (
    select
        'whole trail' as event_type,
        coalesce(last_population, 'unknown') as population,
        count(*) as conversations,
        count(case when opened_at is not null and finished_at is not null and contact_leg_id is not null
            and customer_id is not null then 1 end) as numerator,
        count(*) as n
    from {{ ref('fct_conversations') }}
    where is_contact
    group by coalesce(last_population, 'unknown')
),

fed as (
    select
        kinds.event_type,
        kinds.metric,
        coalesce(counted.population, 'all') as population,
        coalesce(counted.conversations, 0) as conversations,
        coalesce(counted.numerator, 0) as numerator,
        coalesce(counted.n, 0) as n
    from kinds
    left join counted on kinds.event_type = counted.event_type
    union all
    select event_type, 'event_coverage' as metric, population, conversations, numerator, n from trails
)

select
    fed.event_type,
    fed.population,
    coalesce(fed.metric, 'none') as metric,
    register.metric_label,
    register.decision,
    register.owner,
    fed.conversations,
    {{ rate_columns('fed.numerator', 'fed.n') }},
    fed.n > 0 as is_recorded,
    case
        when fed.metric is null then 'Recorded, and no decision waits for it'
        when fed.n = 0 then 'No source records it, so it cannot inform: ' || register.decision
        else 'Informs: ' || register.decision
    end as sentence
from fed
left join {{ ref('metric_register') }} as register on fed.metric = register.metric
