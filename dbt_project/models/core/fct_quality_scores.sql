-- One row per dimension of a quality review, with the leg it is about.
select
    scores.quality_score_id,
    scores.review_id,
    scores.canonical_id as conversation_id,
    scores.leg_id,
    legs.population,
    scores.actor_id,
    scores.reviewer_id,
    {{ known('scores.reviewer_type') }} as reviewer_type,
    scores.scorecard_id,
    scores.dimension,
    scores.level,
    scores.score,
    scores.weight,
    scores.is_auto_fail,
    scores.is_calibration,
    scores.reviewed_at,
    scores.first_known_at,
    scores.extracted_at as last_known_at
from {{ ref('int_quality_matched') }} as scores
left join {{ ref('int_legs_measured') }} as legs on scores.leg_id = legs.leg_id
