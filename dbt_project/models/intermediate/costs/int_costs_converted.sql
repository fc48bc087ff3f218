-- One row per cost line or invoice line that is no per-outcome fee, in the reporting currency, with the pool it is
-- spread over. An invoice wins over a cost line of the same vendor, kind and month: they are the same money.
with invoiced as (
    select
        'invoice:' || invoices.invoice_line_id as cost_id,
        'invoice' as origin,
        units.kind,
        'ai' as population,
        cast(null as string) as agent_id,
        invoices.vendor,
        cast(null as string) as conversation_id,
        invoices.period_start,
        invoices.amount,
        invoices.currency
    from {{ ref('int_invoices_unioned') }} as invoices
    left join {{ ref('invoice_units') }} as units on invoices.unit = units.unit
    where coalesce(units.kind, 'other') <> 'outcome'
),

booked as (
    select
        'cost_line:' || lines.cost_line_id as cost_id,
        'cost_line' as origin,
        lines.kind,
        coalesce(lines.population, agents.actor_type, case when lines.vendor is not null then 'ai' end) as population,
        lines.agent_id,
        lines.vendor,
        records.canonical_id as conversation_id,
        lines.period_start,
        lines.amount,
        lines.currency
    from {{ ref('int_cost_lines_unioned') }} as lines
    left join {{ ref('int_agents_merged') }} as agents on lines.agent_id = agents.agent_id
    left join {{ ref('int_conversation_records_ranked') }} as records on lines.conversation_id = records.conversation_id
    left join invoiced
        on lines.vendor = invoiced.vendor and lines.kind = invoiced.kind
        and {{ month_start('lines.period_start') }} = {{ month_start('invoiced.period_start') }}
        and lines.conversation_id is null
    where invoiced.cost_id is null
),

lines as (
    select * from invoiced
    union all
    select * from booked
)

select
    lines.cost_id,
    lines.origin,
    lines.kind,
    coalesce(lines.population, pools.population) as population,
    lines.vendor,
    lines.conversation_id,
    {{ month_start('lines.period_start') }} as cost_month,
    {{ to_micros('lines.amount * rates.rate') }} as amount_micros,
    case
        when lines.conversation_id is not null then 'conversation'
        when lines.agent_id is not null then 'agent'
        when pools.spread_over = 'handle_seconds' then 'human_pool'
        when pools.spread_over = 'conversations' then 'ai_pool'
        else 'none'
    end as basis,
    case
        when lines.conversation_id is not null
            then lines.conversation_id || '|' || coalesce(lines.population, pools.population)
        when lines.agent_id is not null then lines.agent_id
        when pools.spread_over = 'conversations' then coalesce(lines.vendor, '')
        else ''
    end as basis_key
from lines
left join {{ ref('cost_pools') }} as pools on lines.kind = pools.kind
left join {{ ref('exchange_rates') }} as rates
    on lines.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
