-- One row per period and tool of the stack: what it costs, who uses it, how much of the work it sees, and how much of
-- that another tool sees as well.
with money as (
    select vendor as tool, cost_month, kind, agent_id, amount_micros
    from {{ ref('int_costs_converted') }}
    where vendor is not null
    union all
    select
        ledger.vendor as tool,
        coalesce({{ month_start('conversations.opened_local_on') }}, ledger.unallocated_month_on) as cost_month,
        'outcome' as kind,
        cast(null as string) as agent_id,
        {{ to_micros('ledger.fees_amount') }} as amount_micros
    from {{ ref('fct_ledger') }} as ledger
    left join {{ ref('fct_conversations') }} as conversations
        on ledger.conversation_id = conversations.conversation_id
    where ledger.vendor is not null and ledger.fees_amount is not null
),

active as (
    select distinct actor_id as agent_id, {{ month_start('started_at') }} as used_month
    from {{ ref('fct_legs') }}
    where population = 'human' and is_handled and actor_id is not null
),

paid as (
    {%- for period in ["'all'", month_key('money.cost_month')] %}
    select
        {{ period }} as period,
        money.tool,
        cast(sum(money.amount_micros) as bigint) as amount_micros,
        count(distinct case when money.kind = 'seat' then money.agent_id end) as seats_paid,
        count(distinct case when money.kind = 'seat' then active.agent_id end) as seats_used
    from money
    left join active on money.agent_id = active.agent_id and money.cost_month = active.used_month
    group by {{ period if not loop.first else '' }}{{ ', ' if not loop.first }}money.tool
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

recorded as (
    select
        records.source as tool,
        records.canonical_id,
        {{ month_start('conversations.opened_local_on') }} as month_on,
        conversations.source_records > 1 as is_elsewhere
    from {{ ref('int_conversation_records_ranked') }} as records
    inner join {{ ref('fct_conversations') }} as conversations on records.canonical_id = conversations.conversation_id
    union all
    -- A workforce tool records shifts and no conversation.
    select distinct
        source as tool,
        cast(null as string) as canonical_id,
        {{ month_start('started_at') }} as month_on,
        false as is_elsewhere
    from {{ ref('int_shifts_unioned') }}
),

seen as (
    {%- for period in ["'all'", month_key('month_on')] %}
    select
        {{ period }} as period,
        tool,
        count(distinct canonical_id) as conversations,
        count(distinct case when is_elsewhere then canonical_id end) as conversations_elsewhere
    from recorded
    where tool <> 'drop' and month_on is not null
    group by {{ period if not loop.first else '' }}{{ ', ' if not loop.first }}tool
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    coalesce(paid.period, seen.period) as period,
    coalesce(paid.tool, seen.tool) as tool,
    {{ from_micros('paid.amount_micros') }} as cost_amount,
    '{{ var("reporting_currency") }}' as currency,
    nullif(paid.seats_paid, 0) as seats_paid,
    case when paid.seats_paid > 0 then paid.seats_used end as seats_used,
    coalesce(seen.conversations, 0) as conversations,
    {{ ratio('cast(paid.amount_micros as double) / 1000000', 'seen.conversations') }} as cost_per_conversation,
    {{ rate_columns('coalesce(seen.conversations_elsewhere, 0)', 'coalesce(seen.conversations, 0)') }},
    case
        when paid.tool is null then 'Its cost is not known'
        when coalesce(seen.conversations, 0) = 0 then 'It costs, and no conversation is loaded from it'
        when paid.seats_used < paid.seats_paid
            then cast(paid.seats_paid - paid.seats_used as string) || ' of ' || cast(paid.seats_paid as string)
                || ' paid seats answered nobody'
        when paid.seats_paid > 0 then 'Every paid seat is used'
        else 'Paid by use'
    end as sentence
from paid
full outer join seen on paid.period = seen.period and paid.tool = seen.tool
