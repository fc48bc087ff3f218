-- One row per survey sent about a Zendesk ticket. An unanswered one has no answers, and counts as asked.
{% set fields = {
    'id': 'text', 'expires_at': 'text',
    'subjects': [{'id': 'text', 'type': 'text'}],
    'answers': [{
        'type': 'text', 'rating': 'number', 'created_at': 'text', 'updated_at': 'text', 'question': {'sub_type': 'text'}
    }]
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'survey_responses'), fields) }}
),

answers as (
    select
        r.id as survey_response_id,
        {{ explode('r.answers') }} as answer
    from source
),

ratings_given as (
    select
        survey_response_id,
        answer.rating,
        answer.created_at,
        answer.updated_at,
        row_number() over (
            partition by survey_response_id
            order by
                case when answer.question.sub_type = 'customer_satisfaction' then 0 else 1 end,
                answer.created_at,
                answer.rating
        ) as preference
    from answers
    where answer.rating is not null
),

subjects as (
    select
        r.id as survey_response_id,
        {{ explode('r.subjects') }} as subject
    from source
),

tickets as (
    select
        survey_response_id,
        min(subject.id) as ticket_id
    from subjects
    where subject.type = 'ticket'
    group by survey_response_id
)

select
    source.r.id as survey_response_id,
    tickets.ticket_id,
    ratings_given.rating as score,
    -- The list gives no sending time; a survey stays open for 28 days from it.
    {{ add_days(utc_timestamp('source.r.expires_at'), -28) }} as sent_at,
    {{ utc_timestamp('source.r.expires_at') }} as expires_at,
    {{ utc_timestamp('ratings_given.created_at') }} as answered_at,
    {{ utc_timestamp('ratings_given.updated_at') }} as updated_at,
    source.known_at,
    source.first_known_at
from source
left join tickets on source.r.id = tickets.survey_response_id
left join ratings_given
    on source.r.id = ratings_given.survey_response_id and ratings_given.preference = 1
