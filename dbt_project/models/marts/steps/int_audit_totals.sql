-- One row per vendor and month billed: lines and amounts by verdict, and the price paid for each verified one.
with summed as (
    select
        vendor,
        period,
        cast(sum(case when is_invoiced then amount_micros else 0 end) as bigint) as invoiced_micros,
        cast(sum(amount_micros) as bigint) as billed_micros,
        cast(sum(greatest(units, 0)) as bigint) as billed_lines,
        count(case when value_verdict = 'held' then 1 end) as verified_lines,
        cast(sum(case when value_verdict = 'held' then amount_micros else 0 end) as bigint) as verified_micros,
        count(disputed_micros) as disputed_lines,
        cast(coalesce(sum(disputed_micros), 0) as bigint) as disputed_micros,
        cast(sum(case when contract_verdict = 'not_met' then disputed_micros else 0 end) as bigint)
            as contract_disputed_micros,
        count(case when value_verdict = 'unverifiable' then 1 end) as unverifiable_lines,
        cast(sum(case when value_verdict = 'unverifiable' then amount_micros else 0 end) as bigint)
            as unverifiable_micros,
        count(case when value_verdict = 'pending' then 1 end) as pending_lines,
        cast(sum(case when value_verdict = 'pending' then amount_micros else 0 end) as bigint) as pending_micros
    from {{ ref('int_audit_lines') }}
    group by vendor, period
)

select
    *,
    {{ ratio('cast(billed_micros as double) / 1000000', 'verified_lines') }} as effective_price_per_verified
from summed
