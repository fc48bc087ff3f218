-- One row per account: its people, their contacts with both populations at each stage of the life cycle, what held,
-- what it cost, and what the account brought. A private customer is no account.
{% set stages = ['discovery', 'pre_sales', 'purchase', 'support', 'retention'] %}
with people as (
    select account_id, customer_id from {{ ref('dim_customers') }} where account_id is not null
),

sizes as (
    select account_id, count(*) as people from people group by account_id
),

contacts as (
    select
        people.account_id,
        count(distinct conversations.customer_id) as people_in_contact,
        count(*) as contacts,
        count(case when conversations.ai_legs > 0 then 1 end) as ai_contacts,
        count(case when conversations.human_legs > 0 then 1 end) as human_contacts,
        count(distinct conversations.journey_id) as journeys,
        count(distinct conversations.channel) as channels,
        {%- for stage in stages %}
        count(case when conversations.lifecycle_stage = '{{ stage }}' then 1 end) as {{ stage }}_contacts,
        {%- endfor %}
        count(case when conversations.lifecycle_stage is null then 1 end) as unknown_stage_contacts,
        count(case when conversations.ended_by = 'open' then 1 end) as open_contacts,
        max(conversations.opened_at) as last_contact_at
    from {{ ref('fct_conversations') }} as conversations
    inner join people on conversations.customer_id = people.customer_id
    where conversations.is_contact
    group by people.account_id
),

judged as (
    select
        people.account_id,
        count(case when legs.is_traceable then 1 end) as told,
        count(case when not legs.is_traceable then 1 end) as untold,
        count(case when legs.is_traceable and legs.resolution = 'verified' then 1 end) as verified
    from {{ ref('fct_legs') }} as legs
    inner join people on legs.customer_id = people.customer_id
    where legs.is_judged and legs.is_mature_7d
    group by people.account_id
),

costs as (
    select people.account_id, cast(sum(ledger.net_amount) as decimal(18, 6)) as cost_amount
    from {{ ref('fct_ledger') }} as ledger
    inner join people on ledger.customer_id = people.customer_id
    group by people.account_id
),

worth as (
    select
        people.account_id,
        {%- for name, kinds in [('revenue', "'purchase', 'renewal', 'upgrade'"), ('refund', "'refund'")] %}
        {{ from_micros('sum(case when events.event_type in (' ~ kinds ~ ') then '
            ~ to_micros('events.amount * rates.rate') ~ ' end)') }} as {{ name }}_amount,
        {%- endfor %}
        count(distinct case when events.event_type = 'churn' then people.customer_id end) as people_left
    from {{ ref('int_customer_value_events_unioned') }} as events
    inner join {{ ref('int_customers_stitched') }} as stitched on events.customer_id = stitched.customer_id
    inner join people on stitched.person_id = people.customer_id
    left join {{ ref('exchange_rates') }} as rates
        on events.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
    group by people.account_id
)

select
    sizes.account_id,
    sizes.people,
    contacts.people_in_contact,
    contacts.contacts,
    contacts.ai_contacts,
    contacts.human_contacts,
    contacts.journeys,
    contacts.channels,
    {%- for stage in stages + ['unknown_stage'] %}
    contacts.{{ stage }}_contacts,
    {%- endfor %}
    contacts.open_contacts,
    {{ rate_columns('coalesce(judged.verified, 0)', 'coalesce(judged.told, 0)', 'coalesce(judged.untold, 0)') }},
    costs.cost_amount,
    worth.revenue_amount,
    worth.refund_amount,
    '{{ var("reporting_currency") }}' as currency,
    worth.people_left,
    contacts.last_contact_at
from sizes
inner join contacts on sizes.account_id = contacts.account_id
left join judged on sizes.account_id = judged.account_id
left join costs on sizes.account_id = costs.account_id
left join worth on sizes.account_id = worth.account_id
