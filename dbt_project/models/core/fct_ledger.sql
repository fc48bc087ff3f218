-- One row per conversation and party: the people and each AI vendor that were paid for it, and the customer with what
-- the contact brought or gave back; further, one row per cost that no conversation bears.
-- All amounts add up to the cost lines, the invoices and the units billed but not yet invoiced; rework adds up to
-- nothing.
{% set components = ['labour', 'seats', 'fees', 'platform', 'tokens', 'telephony', 'oversight', 'overhead', 'other'] %}
with parts as (
    select
        {{ ledger_key() }} as ledger_id,
        conversation_id,
        {{ ledger_party() }} as party,
        population,
        vendor,
        case when conversation_id is null then cost_month end as cost_month,
        component,
        amount_micros,
        variable_micros,
        billed_micros,
        cast(null as bigint) as rework_micros,
        cast(null as bigint) as revenue_micros,
        cast(null as bigint) as refund_micros
    from {{ ref('int_ledger_parts') }}
    union all
    select
        {{ ledger_key() }} as ledger_id,
        conversation_id,
        {{ ledger_party() }} as party,
        population,
        vendor,
        cast(null as date) as cost_month,
        'rework' as component,
        cast(null as bigint) as amount_micros,
        cast(null as bigint) as variable_micros,
        cast(null as bigint) as billed_micros,
        rework_micros,
        cast(null as bigint) as revenue_micros,
        cast(null as bigint) as refund_micros
    from {{ ref('int_ledger_rework') }}
    union all
    select
        conversation_id || '|customer' as ledger_id,
        conversation_id,
        'customer' as party,
        cast(null as string) as population,
        cast(null as string) as vendor,
        cast(null as date) as cost_month,
        'value' as component,
        cast(null as bigint) as amount_micros,
        cast(null as bigint) as variable_micros,
        cast(null as bigint) as billed_micros,
        cast(null as bigint) as rework_micros,
        revenue_micros,
        refund_micros
    from {{ ref('int_conversation_revenue') }}
)

select
    parts.ledger_id,
    parts.conversation_id,
    max(conversations.journey_id) as journey_id,
    max(conversations.customer_id) as customer_id,
    parts.party,
    max(parts.population) as population,
    max(parts.vendor) as vendor,
    {{ from_micros('sum(parts.amount_micros)') }} as amount,
    {%- for component in components %}
    {{ from_micros("sum(case when parts.component = '" ~ component ~ "' then parts.amount_micros end)") }}
        as {{ component }}_amount,
    {%- endfor %}
    {{ from_micros(
        "case when count(parts.variable_micros) = count(parts.amount_micros) then sum(parts.variable_micros) end"
    ) }} as variable_amount,
    {{ from_micros('sum(parts.billed_micros)') }} as billed_amount,
    {{ from_micros('sum(parts.rework_micros)') }} as rework_amount,
    {{ from_micros('sum(coalesce(parts.amount_micros, parts.rework_micros))') }} as net_amount,
    {{ from_micros('sum(parts.revenue_micros)') }} as revenue_amount,
    {{ from_micros('sum(parts.refund_micros)') }} as refund_amount,
    '{{ var("reporting_currency") }}' as currency,
    max(parts.cost_month) as unallocated_month_on
from parts
left join {{ ref('fct_conversations') }} as conversations on parts.conversation_id = conversations.conversation_id
group by parts.ledger_id, parts.conversation_id, parts.party
