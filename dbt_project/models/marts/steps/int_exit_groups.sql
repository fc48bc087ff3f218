-- One row per contact of a known person that ended without a hand-off and whose 30 days are over: how it ended, and
-- whether the person left, took money back or complained in those days.
with ended as (
    select
        judgements.conversation_id,
        judgements.population,
        screened.person_id,
        judgements.end_at,
        case
            when ladder.is_verified_30d and ladder.is_confirmed then 'verified_and_confirmed'
            when ladder.is_verified_30d then 'silent'
            else 'came_back'
        end as exit_kind
    from {{ ref('int_conversation_judgements') }} as judgements
    inner join {{ ref('int_ladder_judged') }} as ladder
        on judgements.conversation_id = ladder.conversation_id and judgements.population = ladder.population
    inner join {{ ref('int_conversations_screened') }} as screened
        on judgements.conversation_id = screened.conversation_id
    where ladder.is_contained and ladder.is_mature_30d and ladder.is_traceable and not judgements.is_negative_signal
),

happened as (
    select
        ended.conversation_id,
        ended.population,
        max(case when events.event_type = 'churn' then 1 else 0 end) as has_churned,
        max(case when events.event_type = 'refund' then 1 else 0 end) as has_refunded,
        max(case when events.event_type = 'dispute' then 1 else 0 end) as has_disputed
    from ended
    inner join {{ ref('int_customers_stitched') }} as customers on ended.person_id = customers.person_id
    inner join {{ ref('int_customer_value_events_unioned') }} as events
        on customers.customer_id = events.customer_id
        and ended.end_at < events.occurred_at
        and events.occurred_at <= {{ add_hours('ended.end_at', 720) }}
    group by ended.conversation_id, ended.population
)

select
    ended.conversation_id,
    ended.population,
    ended.exit_kind,
    coalesce(happened.has_churned, 0) as has_churned,
    coalesce(happened.has_refunded, 0) as has_refunded,
    coalesce(happened.has_disputed, 0) as has_disputed
from ended
left join happened
    on ended.conversation_id = happened.conversation_id and ended.population = happened.population
