-- One row per billed line that should not be paid for in full, with its reason, its evidence and until when it may be
-- disputed. A line that breaks the signed text can be claimed back; one that only failed the customer is a case for the
-- next contract.
with disputed as (
    select
        lines.*,
        lines.contract_verdict = 'not_met' as is_contract,
        case when lines.contract_verdict = 'not_met' then 'contract' else 'value' end as basis,
        case when lines.contract_verdict = 'not_met' then lines.contract_reason else lines.state end as dispute_reason
    from {{ ref('int_audit_lines') }} as lines
    where lines.disputed_micros is not null
),

shown as (
    select
        claim_id,
        verdict,
        min_by(evidence_kind, evidence_rank) as evidence_kind,
        min_by(shown_by, evidence_rank) as shown_by,
        min_by(evidence_at, evidence_rank) as evidence_at
    from (
        select
            *,
            case evidence_kind when 'event' then 1 when 'leg' then 2 when 'claim' then 3 when 'rating' then 4 else 5 end
                as evidence_rank
        from {{ ref('fct_claim_evidence') }}
    ) as ranked
    group by claim_id, verdict
)

select
    disputed.claim_id,
    disputed.vendor,
    disputed.period,
    disputed.invoice_id,
    claims.source_conversation_id,
    claims.conversation_id,
    claims.outcome,
    claims.claimed_at,
    disputed.basis,
    disputed.dispute_reason,
    reasons.reason_label,
    reasons.rule,
    claims.value_verdict,
    claims.reason as value_reason,
    claims.contract_verdict,
    claims.contract_reason,
    claims.terms_id,
    shown.evidence_kind,
    shown.shown_by as evidence_id,
    shown.evidence_at,
    claims.conversation_ended_at,
    {{ from_micros('disputed.amount_micros') }} as billed_amount,
    {{ from_micros('disputed.disputed_micros') }} as disputed_amount,
    '{{ var("reporting_currency") }}' as currency,
    cast({{ add_days('cast(invoices.period_end as timestamp)', 'cast(disputed.dispute_days as integer)') }} as date)
        as dispute_by_on,
    cast({{ add_days('cast(invoices.period_end as timestamp)', 'cast(disputed.dispute_days as integer)') }} as date)
    >= cast(horizon.observed_until as date) as is_in_time,
    horizon.observed_until
from disputed
inner join {{ ref('fct_outcome_claims') }} as claims on disputed.claim_id = claims.claim_id
inner join {{ ref('claim_reasons') }} as reasons on disputed.dispute_reason = reasons.reason
left join shown on disputed.claim_id = shown.claim_id and disputed.basis = shown.verdict
left join {{ ref('int_outcome_invoices') }} as invoices
    on disputed.invoice_id = invoices.invoice_id and disputed.vendor = invoices.vendor
cross join {{ ref('int_horizon_found') }} as horizon
