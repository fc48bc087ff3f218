-- One row per leg that a customer rated or a reviewer scored; both 0 to 1.
-- Scores are summed as decimals, so that the order of rows cannot change the last digit.
with rated as (
    select
        leg_id,
        sum(cast(normalised_score as decimal(18, 6))) as score_sum,
        count(*) as answers
    from {{ ref('int_ratings_matched') }}
    where kind = 'csat' and is_answered and leg_id is not null
    group by leg_id
),

scored as (
    select
        leg_id,
        sum(cast(score as decimal(9, 4)) * cast(coalesce(weight, 1) as decimal(9, 4))) as score_sum,
        sum(cast(coalesce(weight, 1) as decimal(9, 4))) as weight_sum
    from {{ ref('int_quality_matched') }}
    where score is not null and leg_id is not null and not coalesce(is_calibration, false)
    group by leg_id
)

select
    coalesce(rated.leg_id, scored.leg_id) as leg_id,
    {{ ratio('rated.score_sum', 'rated.answers') }} as csat,
    {{ ratio('scored.score_sum', 'scored.weight_sum') }} as quality_score
from rated
full outer join scored on rated.leg_id = scored.leg_id
