-- One row per billed unit, per credit or cap the contract gives a month, and per part of a per-outcome invoice that
-- nothing explains. The rows of an invoice add up to it.
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

explained as (
    select invoice_id, vendor, cast(sum(amount_micros) as bigint) as amount_micros, count(*) as units
    from units
    where invoice_id is not null
    group by invoice_id, vendor
),

lines as (
    select
        invoices.*,
        coalesce(explained.amount_micros, 0) as explained_micros,
        coalesce(explained.units, 0) as explained_units
    from {{ ref('int_outcome_invoices') }} as invoices
    left join explained on invoices.invoice_id = explained.invoice_id and invoices.vendor = explained.vendor
),

credited as (
    select *, least(credit_micros, explained_micros) as credit_given_micros
    from lines
),

capped as (
    select
        *,
        greatest(explained_micros - credit_given_micros - coalesce(cap_micros, explained_micros), 0) as cap_given_micros
    from credited
)

select
    'claim:' || units.claim_id as fee_id,
    'claim' as fee_kind,
    units.claim_id,
    units.invoice_id,
    units.vendor,
    units.leg_id,
    units.conversation_id,
    coalesce(lines.fee_month, units.fee_month) as fee_month,
    units.amount_micros,
    cast(1 as bigint) as units,
    -- A unit may be billed before its invoice has come.
    lines.invoice_id is not null as is_invoiced
from units
left join lines on units.invoice_id = lines.invoice_id and units.vendor = lines.vendor
{%- for kind in ['credit', 'cap'] %}
union all
select
    '{{ kind }}:' || invoice_id as fee_id,
    '{{ kind }}' as fee_kind,
    cast(null as string) as claim_id,
    invoice_id,
    vendor,
    cast(null as string) as leg_id,
    cast(null as string) as conversation_id,
    fee_month,
    -{{ kind }}_given_micros as amount_micros,
    cast(0 as bigint) as units,
    true as is_invoiced
from capped
where {{ kind }}_given_micros > 0
{%- endfor %}
union all
select
    'invoice:' || invoice_id as fee_id,
    'unmatched' as fee_kind,
    cast(null as string) as claim_id,
    invoice_id,
    vendor,
    cast(null as string) as leg_id,
    cast(null as string) as conversation_id,
    fee_month,
    amount_micros - explained_micros + credit_given_micros + cap_given_micros as amount_micros,
    quantity - explained_units as units,
    true as is_invoiced
from capped
where amount_micros <> explained_micros - credit_given_micros - cap_given_micros or quantity <> explained_units
