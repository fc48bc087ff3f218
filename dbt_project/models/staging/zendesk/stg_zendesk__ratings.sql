-- One row per survey about a Zendesk ticket, legacy good/bad or points.
-- While the point survey is on, Zendesk mirrors each survey as good/bad: the mirror is not a second rating.
with surveys as (
    select * from {{ ref('stg_zendesk__survey_ratings') }}
),

legacy as (
    select * from {{ ref('stg_zendesk__legacy_ratings') }}
),

legacy_alone as (
    select legacy.*
    from legacy
    where not exists (
        select 1
        from surveys
        where
            surveys.ticket_id = legacy.ticket_id
            and legacy.updated_at >= surveys.sent_at
            and legacy.created_at <= surveys.expires_at
    )
)

select
    'zendesk:rating:' || legacy_rating_id as rating_id,
    'zendesk:' || ticket_id as conversation_id,
    'zendesk:' || assignee_id as actor_id,
    'csat' as kind,
    score,
    0.0e0 as scale_min,
    1.0e0 as scale_max,
    created_at as asked_at,
    case when score is not null then updated_at end as answered_at,
    'zendesk' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from legacy_alone
union all
select
    'zendesk:survey:' || survey_response_id as rating_id,
    'zendesk:' || ticket_id as conversation_id,
    cast(null as string) as actor_id,
    'csat' as kind,
    score,
    1.0e0 as scale_min,
    cast({{ var('zendesk_survey_points') }} as double) as scale_max,
    sent_at as asked_at,
    answered_at,
    'zendesk' as source,
    known_at as extracted_at,
    first_known_at,
    coalesce(updated_at, sent_at) as source_updated_at
from surveys
