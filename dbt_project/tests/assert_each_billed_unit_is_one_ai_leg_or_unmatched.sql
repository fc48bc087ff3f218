-- A row here means that a billed unit is charged to a leg that is not the AI's, or found a conversation and then lost
-- it: the vendor's bill cannot be explained line by line.
select
    claims.claim_id,
    claims.conversation_id,
    claims.leg_id,
    claims.reason
from {{ ref('fct_outcome_claims') }} as claims
left join {{ ref('fct_legs') }} as legs on claims.leg_id = legs.leg_id
where claims.is_billed
    and (
        (claims.leg_id is null and claims.reason not in ('unverifiable', 'no_answer', 'duplicate', 'test'))
        or (claims.leg_id is not null and legs.leg_id is null)
        or legs.population <> 'ai'
        or legs.conversation_id <> claims.conversation_id
    )
