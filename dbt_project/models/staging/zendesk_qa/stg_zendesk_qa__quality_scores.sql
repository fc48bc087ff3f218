-- One row per category of a review, by a person or by the automatic grader, with the key by which the reviewed agent is
-- found.
{% set graders = [
    ('stg_zendesk_qa__review_marks', "review_id || ':' || category_id", 'reviewer_id', 'human'),
    ('stg_zendesk_qa__automatic_marks', 'rating_id', "'autoqa'", 'ai'),
] %}
with marks as (
    {% for marks, score_key, reviewer_key, reviewer_type in graders %}
    select
        'zendesk_qa:' || {{ score_key }} as quality_score_id,
        review_id,
        'zendesk_qa:' || {{ reviewer_key }} as reviewer_id,
        '{{ reviewer_type }}' as reviewer_type,
        external_id,
        source_type,
        scorecard_id,
        agent_key,
        category_id,
        category,
        percent,
        weight,
        is_critical,
        reviewed_at,
        updated_at,
        known_at,
        first_known_at
    from {{ ref(marks) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

calibrated as (
    select review_id, external_id from {{ ref('stg_zendesk_qa__calibrated_reviews') }}
),

calibrated_conversations as (
    select distinct external_id from calibrated
)

select
    marks.quality_score_id,
    'zendesk_qa:' || marks.review_id as review_id,
    marks.source_type || ':' || marks.external_id as conversation_id,
    cast(null as string) as actor_id,
    marks.agent_key,
    marks.reviewer_id,
    marks.reviewer_type,
    'zendesk_qa:' || marks.scorecard_id as scorecard_id,
    {{ slug('marks.category') }} as dimension,
    levels.level,
    marks.percent / 100 as score,
    marks.weight,
    -- A critical category that is failed fails the review.
    coalesce(marks.is_critical and marks.percent = 0, false) as is_auto_fail,
    -- The automatic grader marks everything; beside the reviewers of a session it is one more grader of one contact.
    case
        when marks.reviewer_type = 'ai' then calibrated_conversations.external_id is not null
        else calibrated.review_id is not null
    end as is_calibration,
    marks.reviewed_at,
    'zendesk_qa' as source,
    marks.known_at as extracted_at,
    marks.first_known_at,
    marks.updated_at as source_updated_at
from marks
left join {{ ref('stg_zendesk_qa__levels') }} as levels
    on marks.category_id = levels.category_id and cast(round(marks.percent) as integer) = levels.percent
left join calibrated on marks.reviewer_type = 'human' and marks.review_id = calibrated.review_id
left join calibrated_conversations on marks.external_id = calibrated_conversations.external_id
