-- One row per answer to a question of a grade, with the key by which the graded agent is found.
with answers as (
    select * from {{ ref('stg_maestroqa__answers') }}
),

kinds as (
    select native_type, reviewer_type, is_calibration from {{ ref('grade_type_mapping') }}
    where source = 'maestroqa'
),

calibrated as (
    select distinct answers.ticket_id
    from answers
    inner join kinds on answers.grade_type = kinds.native_type
    where kinds.is_calibration
)

select
    'maestroqa:' || answers.grade_id || ':' || answers.question_id as quality_score_id,
    'maestroqa:' || answers.grade_id as review_id,
    answers.helpdesk || ':' || answers.ticket_id as conversation_id,
    cast(null as string) as actor_id,
    answers.agent_key,
    'maestroqa:' || answers.grader_hash as reviewer_id,
    {{ mapped_or_unknown('kinds.reviewer_type', 'answers.grade_type') }} as reviewer_type,
    'maestroqa:' || answers.rubric_id as scorecard_id,
    {{ slug('answers.question') }} as dimension,
    lower(answers.option) as level,
    answers.points / nullif(answers.max_points, 0) as score,
    -- A question weighs what points it can give.
    answers.max_points as weight,
    answers.is_auto_fail,
    -- Beside people who calibrate, the automatic grader is one more grader of one contact.
    case
        when kinds.reviewer_type = 'ai' then calibrated.ticket_id is not null
        else kinds.is_calibration
    end as is_calibration,
    answers.graded_at as reviewed_at,
    'maestroqa' as source,
    answers.known_at as extracted_at,
    answers.first_known_at,
    answers.graded_at as source_updated_at
from answers
left join kinds on answers.grade_type = kinds.native_type
left join calibrated on answers.ticket_id = calibrated.ticket_id
