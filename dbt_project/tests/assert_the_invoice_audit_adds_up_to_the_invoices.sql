-- A row here means that the audit shown to a vendor does not add up to its invoices to the cent. Computed from the
-- invoice lines again, with nothing else.
with rates as (
    select currency, rate from {{ ref('exchange_rates') }}
    where reporting_currency = '{{ var("reporting_currency") }}'
),

invoiced as (
    select
        invoices.vendor,
        sum({{ to_micros('invoices.amount * rates.rate') }}) as micros
    from {{ ref('int_invoices_unioned') }} as invoices
    inner join {{ ref('invoice_units') }} as units
        on invoices.unit = units.unit and units.kind in ('outcome', 'outcome_credit')
    inner join rates on invoices.currency = rates.currency
    group by invoices.vendor
),

audited as (
    select vendor, sum({{ to_micros('amount') }}) as micros, sum({{ to_micros('disputed_amount') }}) as disputed_micros
    from {{ ref('measure_invoice_audit') }}
    group by vendor
),

disputed as (
    select vendor, sum({{ to_micros('disputed_amount') }}) as micros
    from {{ ref('measure_dispute_lines') }}
    group by vendor
)

select
    invoiced.vendor,
    invoiced.micros as invoiced_micros,
    audited.micros as audited_micros,
    audited.disputed_micros,
    disputed.micros as listed_micros
from invoiced
full outer join audited on invoiced.vendor = audited.vendor
left join disputed on audited.vendor = disputed.vendor
where (invoiced.micros is not null and invoiced.micros <> coalesce(audited.micros, 0))
    or (invoiced.micros is null and audited.micros <> 0)
    or audited.disputed_micros <> coalesce(disputed.micros, 0)
