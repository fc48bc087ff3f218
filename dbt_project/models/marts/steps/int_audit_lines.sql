-- One row per line of a vendor's bill: a unit with both verdicts, a credit, a cap, or what nothing explains.
select
    fees.fee_id,
    fees.fee_kind,
    fees.claim_id,
    fees.invoice_id,
    fees.vendor,
    fees.fee_month,
    coalesce({{ month_key('fees.fee_month') }}, 'unknown') as period,
    fees.units,
    fees.amount_micros,
    fees.is_invoiced,
    case when fees.fee_kind = 'claim' then judged.reason else fees.fee_kind end as state,
    reasons.value_verdict,
    contract_reasons.contract_verdict,
    contracted.contract_reason,
    contracted.terms_id,
    contracted.dispute_days,
    -- A unit that is only too dear is disputed for what it is above the price.
    case
        when reasons.value_verdict = 'failed' then fees.amount_micros
        when contracted.contract_reason = 'over_price' and judged.billed_amount <> 0
            then {{ to_micros(
                'cast(fees.amount_micros as double) / 1000000 '
                ~ '* (1 - cast(contracted.unit_price as double) / cast(judged.billed_amount as double))'
            ) }}
        when contract_reasons.contract_verdict = 'not_met' then fees.amount_micros
    end as disputed_micros
from {{ ref('int_fees_matched') }} as fees
left join {{ ref('int_claims_judged') }} as judged on fees.claim_id = judged.claim_id
left join {{ ref('int_claims_contracted') }} as contracted on fees.claim_id = contracted.claim_id
left join {{ ref('claim_reasons') }} as reasons on judged.reason = reasons.reason
left join {{ ref('claim_reasons') }} as contract_reasons on contracted.contract_reason = contract_reasons.reason
