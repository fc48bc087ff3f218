-- A row here means that a unit is judged without the rule that decided being shown: a dispute could not be argued.
select
    claims.claim_id,
    count(evidence.claim_evidence_id) as rules
from {{ ref('fct_outcome_claims') }} as claims
left join {{ ref('fct_claim_evidence') }} as evidence
    on claims.claim_id = evidence.claim_id and evidence.evidence_kind = 'rule'
group by claims.claim_id
having count(evidence.claim_evidence_id) <> 2
