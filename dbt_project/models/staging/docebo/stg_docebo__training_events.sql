-- One row per course a person is enrolled in as a learner, with the key by which the person is found.
{% set fields = {
    'id': 'text', 'user_id': 'text', 'type': 'text', 'name': 'text', 'level': 'text', 'score': 'number',
    'course_complete_date': 'text', 'enroll_begin_date': 'text'
} %}
with source as (
    {{ latest_records(source('raw_docebo', 'enrollments'), fields) }}
),

users as (
    {{ latest_records(source('raw_docebo', 'users'), {'user_id': 'text', 'email': 'text', 'username': 'text'}) }}
),

courses as (
    {{ latest_records(source('raw_docebo', 'courses'), {'id_course': 'text', 'code': 'text'}) }}
),

addressed as (
    select
        r.user_id,
        coalesce(r.email, case when r.username like '%@%' then r.username end) as email
    from users
)

select
    'docebo:' || source.record_key as training_event_id,
    cast(null as string) as agent_id,
    {{ agent_key('addressed.email', 'cast(null as string)') }} as agent_key,
    source.r.name as course,
    intents.intent_id as intent,
    -- When it was assigned is not told: from when on it may be taken stands for it.
    {{ utc_timestamp('source.r.enroll_begin_date') }} as assigned_at,
    {{ utc_timestamp('source.r.course_complete_date') }} as completed_at,
    -- Before it is through, a score is none yet.
    case when source.r.course_complete_date is not null then source.r.score / 100 end as score,
    'docebo' as source,
    source.known_at as extracted_at,
    source.first_known_at,
    {{ utc_timestamp('coalesce(source.r.course_complete_date, source.r.enroll_begin_date)') }} as source_updated_at
from source
left join addressed on source.r.user_id = addressed.user_id
left join courses on source.r.id = courses.r.id_course
left join {{ ref('intents') }} as intents on courses.r.code = intents.intent_id
where source.r.level = 'learner' and source.r.type <> 'learning_plan'
