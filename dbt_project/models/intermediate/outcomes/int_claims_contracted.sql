-- One row per unit a vendor claims or bills, with the terms it was signed under and whether it meets them.
with faced as (
    select
        judged.claim_id,
        judged.vendor,
        judged.outcome,
        judged.claimed_at,
        judged.claim_state,
        judged.is_found,
        judged.is_test,
        judged.is_duplicate,
        judged.is_answered,
        judged.is_handed_off,
        judged.is_negative_signal,
        judged.is_traceable,
        judged.end_at,
        judged.reopened_at,
        judged.repeat_at,
        judged.observed_until,
        judged.billed_amount,
        judged.currency,
        ratings.csat,
        ratings.rating_id,
        terms.terms_id,
        terms.counting_rule,
        terms.silence_hours,
        terms.counts_confirmed,
        terms.takes_back_same_conversation,
        terms.sees_other_channels,
        terms.counts_procedure_hand_off,
        terms.billable_tiers,
        terms.minimum_csat,
        terms.is_once_per_conversation,
        terms.excludes,
        terms.unit_price,
        terms.currency as terms_currency,
        terms.dispute_days
    from {{ ref('int_claims_judged') }} as judged
    left join {{ ref('contract_terms') }} as terms
        on judged.vendor = terms.vendor and judged.outcome = terms.outcome
        and cast(coalesce(judged.claimed_at, judged.end_at) as date) >= terms.valid_from
        and (terms.valid_to is null or cast(coalesce(judged.claimed_at, judged.end_at) as date) < terms.valid_to)
    left join {{ ref('int_conversation_csat') }} as ratings on judged.conversation_id = ratings.conversation_id
)

select
    *,
    {{ contract_reason() }} as contract_reason
from faced
