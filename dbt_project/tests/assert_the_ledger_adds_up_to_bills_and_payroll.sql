-- A row here means that money was lost or counted twice between the cost lines, invoices and billed units and the
-- ledger, that the kinds of cost do not make up the amount, or that moving rework created money. Computed from the
-- sources again: every invoice, every cost line that no invoice covers, every unit billed on no known invoice.
with rates as (
    select currency, rate from {{ ref('exchange_rates') }}
    where reporting_currency = '{{ var("reporting_currency") }}'
),

invoices as (
    select invoices.*, units.kind
    from {{ ref('int_invoices_unioned') }} as invoices
    left join {{ ref('invoice_units') }} as units on invoices.unit = units.unit
),

owed as (
    select {{ to_micros('invoices.amount * rates.rate') }} as micros
    from invoices
    inner join rates on invoices.currency = rates.currency
    union all
    select {{ to_micros('lines.amount * rates.rate') }} as micros
    from {{ ref('int_cost_lines_unioned') }} as lines
    inner join rates on lines.currency = rates.currency
    where lines.conversation_id is not null
        or not exists (
            select 1 from invoices
            where invoices.vendor = lines.vendor and invoices.kind = lines.kind
                and {{ month_start('invoices.period_start') }} = {{ month_start('lines.period_start') }}
        )
    union all
    select {{ to_micros('claims.billed_amount * rates.rate') }} as micros
    from {{ ref('fct_outcome_claims') }} as claims
    inner join rates on claims.currency = rates.currency
    where claims.is_billed and not exists (
        select 1 from invoices
        where invoices.invoice_id = claims.invoice_id and invoices.vendor = claims.vendor and invoices.kind = 'outcome'
    )
),

kinds as (
    {%- for kind in [
        'labour', 'seats', 'fees', 'platform', 'tokens', 'telephony', 'oversight', 'overhead', 'other'
    ] %}
    select {{ to_micros(kind ~ '_amount') }} as micros from {{ ref('fct_ledger') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

totals as (
    select
        (select sum(micros) from owed) as owed_micros,
        (select sum({{ to_micros('amount') }}) from {{ ref('fct_ledger') }}) as ledger_micros,
        (select sum({{ to_micros('net_amount') }}) from {{ ref('fct_ledger') }}) as net_micros,
        (select sum(micros) from kinds) as kinds_micros,
        (select sum({{ to_micros('hand_off_tax_amount') }}) from {{ ref('fct_legs') }}) as moved_micros
)

select owed_micros, ledger_micros, net_micros, kinds_micros, moved_micros
from totals
where coalesce(owed_micros, 0) <> coalesce(ledger_micros, 0)
    or coalesce(ledger_micros, 0) <> coalesce(net_micros, 0)
    or coalesce(ledger_micros, 0) <> coalesce(kinds_micros, 0)
    or coalesce(moved_micros, 0) <> 0
