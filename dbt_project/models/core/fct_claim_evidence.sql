-- One row per claimed or billed unit, verdict and piece of evidence: the rule that decided, and the event, leg, claim
-- or rating that shows it.
with claims as (
    select judged.claim_id, 'value' as verdict, judged.reason, judged.conversation_id, judged.leg_id, judged.end_at,
        judged.repeat_leg_id, judged.repeat_conversation_id, judged.repeat_at, judged.first_claim_id,
        cast(null as string) as rating_id
    from {{ ref('int_claims_judged') }} as judged
    union all
    select judged.claim_id, 'contract' as verdict, contracted.contract_reason as reason, judged.conversation_id,
        judged.leg_id, judged.end_at, judged.repeat_leg_id, judged.repeat_conversation_id, judged.repeat_at,
        judged.first_claim_id, contracted.rating_id
    from {{ ref('int_claims_contracted') }} as contracted
    inner join {{ ref('int_claims_judged') }} as judged on contracted.claim_id = judged.claim_id
),

events as (
    select
        conversation_id,
        case event_type when 'hand_off' then 'handed_off' when 'reopened' then 'reopened' else 'negative_signal' end
            as reason,
        min_by(event_id, event_position) as event_id,
        min_by(occurred_at, event_position) as occurred_at
    from {{ ref('int_events_attributed') }}
    where event_type in ('hand_off', 'reopened', 'human_requested')
    group by conversation_id, event_type
),

next_legs as (
    select
        conversation_id,
        case when received_by = 'reopen' then 'reopened' else 'handed_off' end as reason,
        min_by(leg_id, leg_number) as leg_id,
        min_by(started_at, leg_number) as started_at
    from {{ ref('int_legs_measured') }}
    where received_by = 'reopen' or (population = 'human' and leg_number > 1)
    group by conversation_id, case when received_by = 'reopen' then 'reopened' else 'handed_off' end
),

evidence as (
    select claim_id, verdict, reason, 'rule' as evidence_kind, conversation_id, leg_id,
        cast(null as string) as shown_by, end_at as evidence_at
    from claims
    union all
    select claims.claim_id, claims.verdict, claims.reason, 'event' as evidence_kind, claims.conversation_id,
        cast(null as string) as leg_id, events.event_id as shown_by, events.occurred_at as evidence_at
    from claims
    inner join events on claims.conversation_id = events.conversation_id and claims.reason = events.reason
    union all
    select claims.claim_id, claims.verdict, claims.reason, 'leg' as evidence_kind, claims.conversation_id,
        next_legs.leg_id, next_legs.leg_id as shown_by, next_legs.started_at as evidence_at
    from claims
    inner join next_legs on claims.conversation_id = next_legs.conversation_id and claims.reason = next_legs.reason
    union all
    select claim_id, verdict, reason, 'leg' as evidence_kind, repeat_conversation_id as conversation_id,
        repeat_leg_id as leg_id, repeat_leg_id as shown_by, repeat_at as evidence_at
    from claims
    where reason = 'repeat'
    union all
    select claim_id, verdict, reason, 'claim' as evidence_kind, conversation_id, leg_id, first_claim_id as shown_by,
        cast(null as timestamp) as evidence_at
    from claims
    where reason = 'duplicate'
    union all
    select claim_id, verdict, reason, 'rating' as evidence_kind, conversation_id, leg_id, rating_id as shown_by,
        cast(null as timestamp) as evidence_at
    from claims
    where reason = 'low_csat'
)

select
    evidence.claim_id || '|' || evidence.verdict || '|' || evidence.evidence_kind as claim_evidence_id,
    evidence.claim_id,
    evidence.verdict,
    evidence.reason,
    reasons.rule,
    evidence.evidence_kind,
    evidence.conversation_id,
    evidence.leg_id,
    evidence.shown_by,
    evidence.evidence_at
from evidence
inner join {{ ref('claim_reasons') }} as reasons on evidence.reason = reasons.reason
