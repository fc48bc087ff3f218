-- One row per currency in which it is reported: what an identified customer with contacts brought in a month, on
-- average, over the time in which contacts were seen. No row where nothing is known of what customers are worth.
{%- set signed = "case when events.event_type = 'refund' then -events.amount else events.amount end" %}
with seen as (
    select
        min(started_at) as from_at,
        max(started_at) as until_at,
        count(distinct case when is_identified then customer_id end) as customers
    from {{ ref('fct_legs') }}
    where is_contact_leg
),

revenue as (
    select
        cast(sum({{ to_micros(signed ~ ' * rates.rate') }}) as bigint) as amount_micros,
        count(*) as events
    from {{ ref('int_customer_value_events_unioned') }} as events
    inner join {{ ref('exchange_rates') }} as rates
        on events.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
    cross join seen
    where events.event_type in ('purchase', 'renewal', 'upgrade', 'refund')
        and events.occurred_at >= seen.from_at and events.occurred_at <= seen.until_at
)

select
    '{{ var("reporting_currency") }}' as currency,
    cast(revenue.amount_micros as double) / 1000000 / seen.customers
        / (cast({{ seconds_between('seen.from_at', 'seen.until_at') }} as double) / 2629800) as amount_a_month
from revenue
cross join seen
where revenue.events > 0 and revenue.amount_micros > 0 and seen.customers > 0 and seen.until_at > seen.from_at
