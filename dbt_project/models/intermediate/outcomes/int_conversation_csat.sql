-- One row per conversation with an answered satisfaction survey: the last answer, 0 the worst and 1 the best.
select
    conversation_id,
    max_by(normalised_score, answered_at) as csat,
    max_by(rating_id, answered_at) as rating_id,
    max(answered_at) as answered_at
from {{ ref('int_ratings_matched') }}
where kind = 'csat' and is_answered and conversation_id is not null and answered_at is not null
group by conversation_id
