-- One row per conversation and party that was paid for it, and per cost that no conversation bears.
-- All rows add up to the cost lines, the invoices and the units billed but not yet invoiced.
with parts as (
    select
        case
            when conversation_id is not null
                then conversation_id || '|' || case when population = 'human' then 'human_labour' else 'ai_vendor' end
            else cost_id
        end as ledger_id,
        conversation_id,
        case
            when conversation_id is null then 'unallocated'
            when population = 'human' then 'human_labour'
            else 'ai_vendor'
        end as party,
        population,
        vendor,
        case when conversation_id is null then cost_month end as cost_month,
        amount_micros,
        billed_micros
    from {{ ref('int_ledger_parts') }}
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
    {{ from_micros('sum(parts.billed_micros)') }} as billed_amount,
    '{{ var("reporting_currency") }}' as currency,
    max(parts.cost_month) as unallocated_month_on
from parts
left join {{ ref('fct_conversations') }} as conversations on parts.conversation_id = conversations.conversation_id
group by parts.ledger_id, parts.conversation_id, parts.party
