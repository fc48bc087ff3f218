-- One row per lesson or path assigned to a person, with the key by which the person is found.
{% set fields = {
    'id': 'text', 'assignee_id': 'text', 'assignable_type': 'text', 'assignable_id': 'text', 'score': 'number',
    'assigned_at': 'text', 'reassigned_at': 'text', 'completed_at': 'text', 'updated_at': 'text'
} %}
with assignments as (
    {{ latest_records(source('raw_lessonly', 'assignments'), fields) }}
),

users as (
    {{ latest_records(source('raw_lessonly', 'users'), {'id': 'text', 'email': 'text', 'name': 'text'}) }}
),

lessons as (
    select * from {{ ref('stg_lessonly__lesson_intents') }}
)

select
    'lessonly:' || assignments.r.id as training_event_id,
    cast(null as string) as agent_id,
    {{ agent_key('users.r.email', 'users.r.name') }} as agent_key,
    -- There is no list of paths: a path is known by its number alone.
    coalesce(lessons.title, assignments.r.assignable_type || ' ' || assignments.r.assignable_id) as course,
    lessons.intent_id as intent,
    -- Assigned again, it begins again.
    {{ utc_timestamp('coalesce(assignments.r.reassigned_at, assignments.r.assigned_at)') }} as assigned_at,
    {{ utc_timestamp('assignments.r.completed_at') }} as completed_at,
    assignments.r.score / 100 as score,
    'lessonly' as source,
    assignments.known_at as extracted_at,
    assignments.first_known_at,
    {{ utc_timestamp('assignments.r.updated_at') }} as source_updated_at
from assignments
left join users on assignments.r.assignee_id = users.r.id
left join lessons
    on assignments.r.assignable_type = 'Lesson' and assignments.r.assignable_id = lessons.lesson_id
