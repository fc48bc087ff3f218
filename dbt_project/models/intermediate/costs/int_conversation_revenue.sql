-- One row per conversation that an event of a customer's value names: what it brought and what was given back. A saved
-- customer is an activity and no revenue.
with valued as (
    select
        records.canonical_id as conversation_id,
        events.event_type,
        {{ to_micros('events.amount * rates.rate') }} as amount_micros
    from {{ ref('int_customer_value_events_unioned') }} as events
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on events.conversation_id = records.conversation_id
    left join {{ ref('exchange_rates') }} as rates
        on events.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
    where events.event_type in ('purchase', 'renewal', 'upgrade', 'refund')
)

select
    conversation_id,
    cast(sum(case when event_type <> 'refund' then amount_micros end) as bigint) as revenue_micros,
    cast(sum(case when event_type = 'refund' then amount_micros end) as bigint) as refund_micros
from valued
group by conversation_id
