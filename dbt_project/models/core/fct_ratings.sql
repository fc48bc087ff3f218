-- One row per survey sent about a conversation, answered or not, with the leg it rates.
select
    ratings.rating_id,
    ratings.conversation_id,
    ratings.leg_id,
    legs.population,
    {{ known('ratings.kind') }} as kind,
    ratings.score,
    ratings.scale_min,
    ratings.scale_max,
    ratings.normalised_score,
    ratings.is_answered,
    -- The two best of five, or the better half of any other scale: what a helpdesk calls satisfied.
    case when ratings.is_answered then ratings.normalised_score >= 0.75 end as is_satisfied,
    ratings.asked_at,
    ratings.answered_at,
    ratings.first_known_at,
    ratings.extracted_at as last_known_at
from {{ ref('int_ratings_matched') }} as ratings
left join {{ ref('int_legs_measured') }} as legs on ratings.leg_id = legs.leg_id
