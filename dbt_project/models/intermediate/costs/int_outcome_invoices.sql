-- One row per invoice with per-outcome lines: what it comes to, and the credit and cap that the contract gives its
-- month. Where a vendor sends two invoices in a month, the first takes both.
with rates as (
    select currency, rate
    from {{ ref('exchange_rates') }}
    where reporting_currency = '{{ var("reporting_currency") }}'
),

summed as (
    select
        invoices.invoice_id,
        invoices.vendor,
        {{ month_start('min(invoices.period_start)') }} as fee_month,
        min(invoices.period_start) as period_start,
        max(invoices.period_end) as period_end,
        cast(sum({{ to_micros('invoices.amount * rates.rate') }}) as bigint) as amount_micros,
        cast(round(sum(case when kinds.kind = 'outcome' then cast(invoices.quantity as decimal(18, 3)) else 0 end))
            as bigint) as quantity
    from {{ ref('int_invoices_unioned') }} as invoices
    inner join {{ ref('invoice_units') }} as kinds
        on invoices.unit = kinds.unit and kinds.kind in ('outcome', 'outcome_credit')
    left join rates on invoices.currency = rates.currency
    group by invoices.invoice_id, invoices.vendor
),

ordered as (
    select
        *,
        row_number() over (partition by vendor, fee_month order by period_start, invoice_id) as invoice_number
    from summed
),

relief as (
    select
        ordered.invoice_id,
        ordered.vendor,
        cast(max({{ to_micros('terms.monthly_credit_amount * rates.rate') }}) as bigint) as credit_micros,
        cast(min({{ to_micros('terms.monthly_cap_amount * rates.rate') }}) as bigint) as cap_micros
    from ordered
    inner join {{ ref('contract_terms') }} as terms
        on ordered.vendor = terms.vendor and ordered.period_start >= terms.valid_from
        and (terms.valid_to is null or ordered.period_start < terms.valid_to)
    inner join rates on terms.currency = rates.currency
    where ordered.invoice_number = 1
    group by ordered.invoice_id, ordered.vendor
)

select
    ordered.invoice_id,
    ordered.vendor,
    ordered.fee_month,
    ordered.period_end,
    ordered.amount_micros,
    ordered.quantity,
    coalesce(relief.credit_micros, 0) as credit_micros,
    relief.cap_micros
from ordered
left join relief on ordered.invoice_id = relief.invoice_id and ordered.vendor = relief.vendor
