-- One row per billed unit, or per part of a per-outcome invoice line that no billed unit explains.
with units as (
    select
        claims.claim_id,
        claims.vendor,
        claims.leg_id,
        claims.conversation_id,
        claims.invoice_id,
        {{ month_start('claims.claimed_at') }} as fee_month,
        {{ to_micros('claims.billed_amount * rates.rate') }} as amount_micros
    from {{ ref('int_claims_judged') }} as claims
    left join {{ ref('exchange_rates') }} as rates
        on claims.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
    where claims.is_billed
),

lines as (
    select
        invoices.invoice_id,
        invoices.vendor,
        {{ month_start('min(invoices.period_start)') }} as fee_month,
        cast(sum({{ to_micros('invoices.amount * rates.rate') }}) as bigint) as amount_micros,
        cast(sum(cast(invoices.quantity as decimal(18, 3))) as decimal(18, 3)) as quantity
    from {{ ref('int_invoices_unioned') }} as invoices
    inner join {{ ref('invoice_units') }} as kinds on invoices.unit = kinds.unit and kinds.kind = 'outcome'
    left join {{ ref('exchange_rates') }} as rates
        on invoices.currency = rates.currency and rates.reporting_currency = '{{ var("reporting_currency") }}'
    group by invoices.invoice_id, invoices.vendor
),

explained as (
    select
        invoice_id,
        vendor,
        cast(sum(amount_micros) as bigint) as amount_micros,
        count(*) as units
    from units
    where invoice_id is not null
    group by invoice_id, vendor
)

select
    'claim:' || units.claim_id as fee_id,
    units.claim_id,
    units.vendor,
    units.leg_id,
    units.conversation_id,
    coalesce(lines.fee_month, units.fee_month) as fee_month,
    units.amount_micros,
    cast(1 as bigint) as units
from units
left join lines on units.invoice_id = lines.invoice_id and units.vendor = lines.vendor
union all
select
    'invoice:' || lines.invoice_id as fee_id,
    cast(null as string) as claim_id,
    lines.vendor,
    cast(null as string) as leg_id,
    cast(null as string) as conversation_id,
    lines.fee_month,
    lines.amount_micros - coalesce(explained.amount_micros, 0) as amount_micros,
    cast(round(lines.quantity) as bigint) - coalesce(explained.units, 0) as units
from lines
left join explained on lines.invoice_id = explained.invoice_id and lines.vendor = explained.vendor
where lines.amount_micros <> coalesce(explained.amount_micros, 0)
    or cast(round(lines.quantity) as bigint) <> coalesce(explained.units, 0)
