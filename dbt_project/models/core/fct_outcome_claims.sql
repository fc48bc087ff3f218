-- One row per unit a vendor claims or bills, judged again twice: by value (did the customer stop needing help?) and by
-- contract (does it meet the signed text?).
with hand_offs as (
    select conversation_id, min_by(event_id, event_position) as hand_off_event_id
    from {{ ref('int_events_attributed') }}
    where event_type = 'hand_off'
    group by conversation_id
),

reopenings as (
    select conversation_id, min_by(event_id, event_position) as reopened_event_id
    from {{ ref('int_events_attributed') }}
    where event_type = 'reopened'
    group by conversation_id
),

requests as (
    select conversation_id, min_by(event_id, event_position) as human_requested_event_id
    from {{ ref('int_events_attributed') }}
    where event_type = 'human_requested'
    group by conversation_id
)

select
    claims.claim_id,
    claims.source_conversation_id,
    claims.conversation_id,
    claims.leg_id,
    claims.vendor,
    legs.channel,
    legs.intent_id,
    claims.outcome,
    claims.claim_state,
    claims.reason,
    value_reasons.value_verdict,
    contracted.terms_id,
    contracted.contract_reason,
    contract_reasons.contract_verdict,
    case
        when claims.reason = 'unverifiable' and not claims.is_found then 'conversation_not_found'
        when claims.reason = 'unverifiable' then 'customer_or_matter_not_known'
    end as unverifiable_cause,
    case claims.reason
        when 'handed_off' then hand_offs.hand_off_event_id
        when 'reopened' then reopenings.reopened_event_id
        when 'negative_signal' then requests.human_requested_event_id
    end as evidence_event_id,
    case when claims.reason = 'repeat' then claims.repeat_conversation_id end as evidence_conversation_id,
    case when claims.reason = 'repeat' then claims.repeat_leg_id end as evidence_leg_id,
    claims.invoice_id,
    claims.billed_amount,
    claims.currency,
    cast(claims.window_hours as bigint) as window_hours,
    claims.is_billed,
    claims.reason = 'repeat' and claims.is_elsewhere as is_repeat_elsewhere,
    value_reasons.value_verdict = 'failed' as is_disputed,
    claims.claimed_at,
    claims.withdrawn_at,
    claims.end_at as conversation_ended_at,
    case when claims.reason = 'repeat' then claims.repeat_at end as evidence_at,
    claims.first_known_at,
    claims.extracted_at as last_known_at
from {{ ref('int_claims_judged') }} as claims
inner join {{ ref('int_claims_contracted') }} as contracted on claims.claim_id = contracted.claim_id
inner join {{ ref('claim_reasons') }} as value_reasons on claims.reason = value_reasons.reason
inner join {{ ref('claim_reasons') }} as contract_reasons on contracted.contract_reason = contract_reasons.reason
left join {{ ref('fct_legs') }} as legs on claims.leg_id = legs.leg_id
left join hand_offs on claims.conversation_id = hand_offs.conversation_id
left join reopenings on claims.conversation_id = reopenings.conversation_id
left join requests on claims.conversation_id = requests.conversation_id
