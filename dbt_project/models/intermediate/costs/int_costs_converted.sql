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
    where coalesce(units.kind, 'other') not in ('outcome', 'outcome_credit')
),

covered as (
    select distinct vendor, kind, {{ month_start('period_start') }} as cost_month
    from invoiced
),

booked as (
    select
        'cost_line:' || lines.cost_line_id as cost_id,
        'cost_line' as origin,
        lines.kind,
        coalesce({{ known('lines.population') }}, agents.actor_type) as population,
        lines.agent_id,
        lines.vendor,
        records.canonical_id as conversation_id,
        lines.period_start,
        lines.amount,
        lines.currency
    from {{ ref('int_cost_lines_unioned') }} as lines
    left join {{ ref('int_agents_merged') }} as agents on lines.agent_id = agents.agent_id
    left join {{ ref('int_conversation_records_ranked') }} as records on lines.conversation_id = records.conversation_id
    left join covered
        on lines.vendor = covered.vendor and lines.kind = covered.kind
        and {{ month_start('lines.period_start') }} = covered.cost_month
        and lines.conversation_id is null
    where covered.vendor is null
),

lines as (
    select * from invoiced
    union all
    select * from booked
),

answering as (
    select distinct vendor from {{ ref('int_agents_merged') }} where actor_type = 'ai' and vendor is not null
),

placed as (
    select
        lines.*,
        -- Who answers nobody here sells its model to an AI of one's own.
        lines.kind = 'tokens' and lines.vendor is not null and answering.vendor is null as is_model_bill,
        coalesce(lines.population, pools.population, case when lines.vendor is not null then 'ai' end) as bearer,
        coalesce(pools.component, 'other') as component,
        coalesce(pools.is_variable, false) as is_variable,
        pools.spread_over,
        {{ month_start('lines.period_start') }} as cost_month,
        {{ to_micros('lines.amount * rates.rate') }} as amount_micros
    from lines
    left join {{ ref('cost_pools') }} as pools on lines.kind = pools.kind
    left join {{ ref('exchange_rates') }} as rates
        on lines.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
    left join answering on lines.vendor = answering.vendor
)

select
    cost_id,
    origin,
    kind,
    component,
    is_variable,
    bearer as population,
    agent_id,
    vendor,
    conversation_id,
    cost_month,
    amount_micros,
    case
        when conversation_id is not null then 'conversation'
        when agent_id is not null then 'agent'
        when spread_over is null then 'none'
        when spread_over = 'voice_handle_seconds' then 'voice_pool'
        when bearer = 'human' then 'human_pool'
        when bearer = 'ai' and is_model_bill then 'token_pool'
        when bearer = 'ai' then 'ai_pool'
        else 'none'
    end as basis,
    case
        when conversation_id is not null then conversation_id || '|' || bearer
        when agent_id is not null then agent_id
        when bearer = 'ai' and is_model_bill then ''
        -- What names no vendor, such as the people who watch over the AI, is borne by all AI conversations.
        when bearer = 'ai' then coalesce(vendor, '*')
        else ''
    end as basis_key
from placed
