-- One row per answer to a survey about a Freshdesk ticket, by the survey's default question.
-- Codes are no distances: 103 and 100 are one answer apart in a survey of three. The score is the answer's place among
-- those that its survey accepts; of an unknown survey, among all seven.
{% set fields = {
    'id': 'text', 'survey_id': 'text', 'ticket_id': 'text', 'agent_id': 'text', 'ratings': {'default_question': 'integer'},
    'created_at': 'text', 'updated_at': 'text'
} %}
{% set survey_fields = {'id': 'text', 'questions': [{'id': 'text', 'accepted_ratings': ['integer']}]} %}
with source as (
    {{ latest_records(source('raw_freshdesk', 'satisfaction_ratings'), fields) }}
),

surveys as (
    {{ latest_records(source('raw_freshdesk', 'surveys'), survey_fields) }}
),

questions as (
    select
        r.id as survey_id,
        {{ explode('r.questions') }} as question
    from surveys
),

accepted as (
    select
        survey_id,
        {{ explode('question.accepted_ratings') }} as code
    from questions
    where question.id = 'default_question'
),

every_code as (
    select codes.code
    from (values (-103), (-102), (-101), (100), (101), (102), (103)) as codes (code)
),

choices as (
    select
        source.r.id as rating_id,
        source.r.ratings.default_question as given_code,
        accepted.code
    from source
    inner join accepted on source.r.survey_id = accepted.survey_id
    union all
    select
        source.r.id as rating_id,
        source.r.ratings.default_question as given_code,
        every_code.code
    from source
    cross join every_code
    where not exists (select 1 from accepted where accepted.survey_id = source.r.survey_id)
),

scales as (
    select
        rating_id,
        sum(case when code <= given_code then 1 else 0 end) as score,
        count(*) as points
    from choices
    group by rating_id
)

select
    'freshdesk:rating:' || source.r.id as rating_id,
    'freshdesk:' || source.r.ticket_id as conversation_id,
    'freshdesk:' || source.r.agent_id as actor_id,
    'csat' as kind,
    cast(scales.score as double) as score,
    1.0e0 as scale_min,
    cast(scales.points as double) as scale_max,
    -- Only answers are listed: when it was asked, and who was asked in vain, is not known.
    cast(null as timestamp) as asked_at,
    {{ utc_timestamp('source.r.created_at') }} as answered_at,
    'freshdesk' as source,
    source.known_at as extracted_at,
    source.first_known_at,
    {{ utc_timestamp('source.r.updated_at') }} as source_updated_at
from source
inner join scales on source.r.id = scales.rating_id
where source.r.ratings.default_question is not null
