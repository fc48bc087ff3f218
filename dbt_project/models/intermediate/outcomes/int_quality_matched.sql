-- One row per dimension of a review, with the leg it is about: the reviewed agent's last leg, else the one that ended
-- the contact.
with candidates as (
    select
        scores.quality_score_id,
        legs.leg_id,
        legs.conversation_id,
        row_number() over (
            partition by scores.quality_score_id
            order by
                case when legs.actor_id = scores.actor_id then 0 when legs.is_contact_leg then 1 else 2 end,
                legs.leg_number desc
        ) as choice
    from {{ ref('int_quality_scores_unioned') }} as scores
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on scores.conversation_id = records.conversation_id
    inner join {{ ref('int_legs_measured') }} as legs on records.canonical_id = legs.conversation_id
)

select
    scores.*,
    candidates.leg_id,
    candidates.conversation_id as canonical_id
from {{ ref('int_quality_scores_unioned') }} as scores
left join candidates on scores.quality_score_id = candidates.quality_score_id and candidates.choice = 1
