-- One row per contact, scorecard dimension and grader, of contacts that at least two graders marked on it: the
-- newest mark.
with ranked as (
    select
        scores.*,
        coalesce(scores.leg_id, scores.conversation_id) as contact_id,
        row_number() over (
            partition by
                scores.leg_id, scores.conversation_id, scores.scorecard_id, scores.dimension, scores.reviewer_id
            order by scores.reviewed_at desc, scores.quality_score_id desc
        ) as place
    from {{ ref('fct_quality_scores') }} as scores
    where scores.score is not null and scores.dimension is not null and scores.reviewer_id is not null
        and scores.reviewer_type is not null and scores.population is not null
),

counted as (
    select
        *,
        count(*) over (partition by contact_id, scorecard_id, dimension) as graders
    from ranked
    where place = 1
)

select
    counted.contact_id,
    counted.population,
    legs.vendor,
    coalesce(counted.scorecard_id, 'unknown') as scorecard_id,
    counted.dimension,
    counted.reviewer_id as grader_id,
    counted.reviewer_type as grader_type,
    graders.vendor as grader_vendor,
    counted.score,
    coalesce(counted.is_auto_fail, false) as is_auto_fail,
    counted.reviewed_at
from counted
left join {{ ref('fct_legs') }} as legs on counted.leg_id = legs.leg_id
left join {{ ref('dim_agents') }} as graders on counted.reviewer_id = graders.agent_id
where counted.graders >= 2
