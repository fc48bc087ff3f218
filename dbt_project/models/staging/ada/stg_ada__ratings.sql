-- One row per Ada conversation with a survey. Its inner keys are not specified: several spellings are read.
with conversations as (
    select
        *,
        {{ parse_json('csat', {
            'score': 'text', 'rating': 'text',
            'submitted_at': 'text', 'answered_at': 'text', 'shown_at': 'text', 'asked_at': 'text'
        }) }} as survey
    from {{ ref('stg_ada__ai_conversations') }}
    where csat is not null and csat <> '{}'
),

ratings as (
    select
        *,
        {{ try_cast('coalesce(survey.score, survey.rating)', 'double') }} as score,
        {{ utc_timestamp('coalesce(survey.submitted_at, survey.answered_at)') }} as answered_at,
        {{ utc_timestamp('coalesce(survey.shown_at, survey.asked_at)') }} as asked_at
    from conversations
)

select
    'ada:csat:' || ada_conversation_id as rating_id,
    'ada:' || ada_conversation_id as conversation_id,
    -- After a hand-off a person may be the one rated; Ada does not say.
    case when not is_escalated then ai_agent_id end as actor_id,
    'csat' as kind,
    score,
    1.0e0 as scale_min,
    5.0e0 as scale_max,
    asked_at,
    case when score is not null then answered_at end as answered_at,
    'ada' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from ratings
