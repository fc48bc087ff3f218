-- One row per unit a vendor claims or bills, with the conversation and the AI leg it is about, where they are found.
-- By value: the window is ours, whatever the contract says.
with located as (
    select
        claims.*,
        records.canonical_id,
        -- A unit taken back is no longer billed; it stays as a claim.
        claims.withdrawn_at is null and (claims.billed_amount is not null or claims.invoice_id is not null)
            as is_billed,
        24 * {{ var('verification_days') }} as window_hours,
        judgements.last_leg_id,
        judgements.end_at,
        judgements.is_substantive,
        judgements.is_handed_off,
        judgements.is_negative_signal,
        judgements.is_traceable,
        judgements.exclusion_reason,
        judgements.reopened_at,
        judgements.repeat_conversation_id,
        judgements.repeat_leg_id,
        judgements.repeat_at,
        judgements.is_elsewhere,
        judgements.observed_until
    from {{ ref('int_outcome_claims_unioned') }} as claims
    left join {{ ref('int_conversation_records_ranked') }} as records
        on claims.conversation_id = records.conversation_id
    left join {{ ref('int_conversation_judgements') }} as judgements
        on records.canonical_id = judgements.conversation_id and judgements.population = 'ai'
)

select
    claim_id,
    conversation_id as source_conversation_id,
    canonical_id as conversation_id,
    last_leg_id as leg_id,
    vendor,
    outcome,
    claim_state,
    is_billed,
    claimed_at,
    withdrawn_at,
    billed_amount,
    currency,
    invoice_id,
    window_hours,
    end_at,
    canonical_id is not null as is_found,
    coalesce(exclusion_reason in ('test', 'duplicate'), false) as is_test,
    canonical_id is not null and row_number() over (
        partition by vendor, outcome, is_billed, canonical_id
        order by case when claimed_at is null then 1 else 0 end, claimed_at, claim_id
    ) > 1 as is_duplicate,
    first_value(claim_id) over (
        partition by vendor, outcome, is_billed, canonical_id
        order by case when claimed_at is null then 1 else 0 end, claimed_at, claim_id
    ) as first_claim_id,
    coalesce(is_substantive, false) as is_answered,
    coalesce(is_handed_off, false) as is_handed_off,
    coalesce(is_negative_signal, false) as is_negative_signal,
    coalesce(is_traceable, false) as is_traceable,
    coalesce(reopened_at <= {{ add_hours('end_at', 'window_hours') }}, false) as is_reopened,
    coalesce(repeat_at <= {{ add_hours('end_at', 'window_hours') }}, false) as is_repeated,
    coalesce({{ add_hours('end_at', 'window_hours') }} <= observed_until, false) as is_mature,
    coalesce(is_elsewhere, false) as is_elsewhere,
    reopened_at,
    repeat_conversation_id,
    repeat_leg_id,
    repeat_at,
    observed_until,
    first_known_at,
    extracted_at
from located
