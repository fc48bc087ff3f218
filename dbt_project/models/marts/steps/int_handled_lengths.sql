-- One row per conversation that people worked on since departures are known: how long, and whether that is short, usual
-- or long among contacts on the same matter and channel, so that hard work is not called slow.
with value_known as (
    select min(occurred_at) as from_at
    from {{ ref('int_customer_value_events_unioned') }}
    where event_type in ('churn', 'saved')
),

handled as (
    select
        legs.conversation_id,
        max(legs.channel) as channel,
        max(legs.intent_id) as intent_id,
        max(legs.customer_id) as customer_id,
        max(legs.finished_at) as finished_at,
        min(case when legs.is_identified then 1 else 0 end) = 1 as is_identified,
        case when count(*) = count(legs.handle_seconds) then sum(legs.handle_seconds) end as handle_seconds
    from {{ ref('fct_legs') }} as legs
    cross join value_known
    where legs.population = 'human' and legs.is_handled and legs.exclusion_reason is null
        and legs.finished_at >= value_known.from_at
    group by legs.conversation_id
),

ranked as (
    select
        *,
        count(handle_seconds) over (partition by intent_id, channel) as alike,
        row_number() over (
            partition by intent_id, channel, handle_seconds is null order by handle_seconds, conversation_id
        ) as place
    from handled
)

select
    conversation_id,
    customer_id,
    is_identified,
    finished_at,
    handle_seconds,
    case
        when handle_seconds is null or intent_id is null or alike < {{ minimum_n() }} then 'unknown'
        when place * 3 <= alike then 'short'
        when place * 3 <= alike * 2 then 'usual'
        else 'long'
    end as length
from ranked
