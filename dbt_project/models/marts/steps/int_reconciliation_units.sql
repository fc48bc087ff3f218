-- One row per billed unit, or per part of an invoice that no unit explains, with the line of the statement it falls
-- under.
select
    fees.fee_id,
    fees.vendor,
    fees.fee_month,
    fees.units,
    fees.amount_micros,
    -- Shares rest on units whose window is over: early failures without the early successes would overstate.
    case when claims.is_mature then fees.units else 0 end as mature_units,
    case
        when fees.fee_kind <> 'claim' then fees.fee_kind
        when claims.reason = 'unverifiable' and not claims.is_found then 'unmatched'
        when claims.reason = 'repeat' and claims.is_elsewhere then 'went_elsewhere'
        when claims.reason = 'repeat' then 'came_back'
        else claims.reason
    end as line
from {{ ref('int_fees_matched') }} as fees
left join {{ ref('int_claims_judged') }} as claims on fees.claim_id = claims.claim_id
