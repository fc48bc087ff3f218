-- One row per answer to a question of a grade that stands.
{% set fields = {
    'ticket_id': 'text', 'helpdesk': 'text', 'agent_id': 'text', 'agent_email': 'text', 'agent_name': 'text',
    'rubric_id': 'text', 'grader': 'text', 'grade_type': 'text', 'graded_at': 'text', 'question_id': 'text',
    'question': 'text', 'option': 'text', 'points': 'text', 'max_points': 'text', 'is_auto_fail': 'text',
    'is_deleted': 'text'
} %}
{% set grade = ['ticket_id', 'agent_id', 'rubric_id', 'grader', 'grade_type'] %}
with source as (
    {{ latest_records(source('raw_maestroqa', 'individual_answers'), fields) }}
)

select
    -- Graders are told by their addresses: what is made of one must not carry it.
    {% set parts %}{% for part in grade %}coalesce(r.{{ part }}, ''){{ " || ':' || " if not loop.last }}{% endfor %}{% endset %}
    {{ sha256(parts) }} as grade_id,
    r.ticket_id,
    coalesce(lower(r.helpdesk), '{{ helpdesk_of_tickets() }}') as helpdesk,
    r.agent_id,
    {{ agent_key('r.agent_email', 'r.agent_name') }} as agent_key,
    r.rubric_id,
    {{ identity_hash('r.grader') }} as grader_hash,
    lower(r.grade_type) as grade_type,
    r.question_id,
    r.question,
    r.option,
    {{ try_cast('r.points', 'double') }} as points,
    {{ try_cast('r.max_points', 'double') }} as max_points,
    {{ yes_or_no('r.is_auto_fail') }} as is_auto_fail,
    {{ utc_timestamp('r.graded_at') }} as graded_at,
    known_at,
    first_known_at
from source
where not coalesce({{ yes_or_no('r.is_deleted') }}, false)
