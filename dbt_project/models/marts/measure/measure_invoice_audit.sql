-- One row per vendor, month and state of its billed lines. The amounts of a month add up to its invoices exactly, with
-- credit, cap and what nothing explains as states of their own.
with states as (
    select
        vendor,
        period,
        max(fee_month) as fee_month,
        state,
        max(value_verdict) as value_verdict,
        cast(sum(units) as bigint) as lines,
        cast(sum(case when is_invoiced then units else 0 end) as bigint) as invoiced_lines,
        cast(sum(case when is_invoiced then amount_micros else 0 end) as bigint) as amount_micros,
        cast(sum(case when is_invoiced then 0 else amount_micros end) as bigint) as not_invoiced_micros,
        cast(coalesce(sum(disputed_micros), 0) as bigint) as disputed_micros,
        cast(sum(case when contract_verdict = 'not_met' then disputed_micros else 0 end) as bigint)
            as contract_disputed_micros
    from {{ ref('int_audit_lines') }}
    group by vendor, period, state
)

select
    states.vendor,
    states.period,
    states.fee_month as period_start_on,
    cast(coalesce(reasons.reason_order, 20) as bigint) as state_order,
    states.state,
    coalesce(reasons.reason_label, case states.state
        when 'credit' then 'Credit of the contract'
        when 'cap' then 'Above the cap of the contract'
        else 'Explained by no unit'
    end) as state_label,
    states.value_verdict,
    states.lines,
    states.invoiced_lines,
    {{ from_micros('states.amount_micros') }} as amount,
    {{ from_micros('states.not_invoiced_micros') }} as not_invoiced_amount,
    {{ from_micros('states.disputed_micros') }} as disputed_amount,
    {{ from_micros('states.contract_disputed_micros') }} as contract_disputed_amount,
    '{{ var("reporting_currency") }}' as currency,
    {{ ratio('states.lines', 'totals.billed_lines') }} as share,
    {{ wilson_low('greatest(states.lines, 0)', 'totals.billed_lines') }} as share_low,
    {{ wilson_high('greatest(states.lines, 0)', 'totals.billed_lines') }} as share_high,
    totals.billed_lines as n,
    {{ from_micros('totals.invoiced_micros') }} as month_invoiced_amount,
    {{ from_micros('totals.disputed_micros') }} as month_disputed_amount,
    {{ from_micros('totals.verified_micros') }} as month_verified_amount,
    totals.verified_lines as month_verified_lines,
    totals.pending_lines as month_pending_lines,
    case when totals.billed_lines >= {{ minimum_n() }} then totals.effective_price_per_verified end
        as effective_price_per_verified,
    case when totals.billed_lines >= {{ minimum_n() }} then {{ ratio(
        'cast(totals.billed_micros as double) / 1000000',
        'totals.billed_lines * ' ~ wilson_high('totals.verified_lines', 'totals.billed_lines')
    ) }} end as effective_price_low,
    case when totals.billed_lines >= {{ minimum_n() }} then {{ ratio(
        'cast(totals.billed_micros as double) / 1000000',
        'totals.billed_lines * ' ~ wilson_low('totals.verified_lines', 'totals.billed_lines')
    ) }} end as effective_price_high,
    case when totals.billed_lines < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} billed lines' end
        as withheld_reason,
    horizon.observed_until
from states
inner join {{ ref('int_audit_totals') }} as totals
    on states.vendor = totals.vendor and states.period = totals.period
left join {{ ref('claim_reasons') }} as reasons on states.state = reasons.reason
cross join {{ ref('int_horizon_found') }} as horizon
