-- One row per category of an automatic review, of a person or of a bot.
{% set review_fields = {
    'autoqaReviewId': 'text', 'isBot': 'boolean', 'revieweeEmail': 'text', 'revieweeName': 'text'
} %}
{% set rating_fields = {
    'autoqaRatingId': 'text', 'autoqaReviewId': 'text', 'externalTicketId': 'text', 'scorecardId': 'text',
    'ratingCategoryId': 'text', 'ratingCategoryName': 'text', 'score': 'number', 'weight': 'number',
    'isCritical': 'boolean', 'evaluated': 'boolean', 'revieweeEmail': 'text', 'revieweeName': 'text',
    'createdAt': 'text', 'updatedAt': 'text'
} %}
with ratings as (
    {{ latest_records(source('raw_zendesk_qa', 'autoqa_ratings'), rating_fields) }}
),

reviews as (
    {{ latest_records(source('raw_zendesk_qa', 'autoqa_reviews'), review_fields) }}
),

reviewed as (
    select
        r.autoqareviewid as review_id,
        -- A bot is known by its name even where an address is told: it may be that of the team that runs it.
        {{ agent_key('case when not coalesce(r.isbot, false) then r.revieweeemail end', 'r.revieweename') }}
            as agent_key
    from reviews
),

known_sources as (
    select
        external_id,
        min(source_type) as source_type
    from {{ ref('stg_zendesk_qa__review_marks') }}
    group by external_id
    having min(source_type) = max(source_type)
)

select
    ratings.r.autoqaratingid as rating_id,
    ratings.r.autoqareviewid as review_id,
    ratings.r.externalticketid as external_id,
    -- An automatic score does not name the conversation's system; a review of the same conversation does.
    coalesce(known_sources.source_type, 'zendesk') as source_type,
    ratings.r.scorecardid as scorecard_id,
    coalesce(reviewed.agent_key, {{ agent_key('ratings.r.revieweeemail', 'ratings.r.revieweename') }}) as agent_key,
    ratings.r.ratingcategoryid as category_id,
    ratings.r.ratingcategoryname as category,
    case when coalesce(ratings.r.evaluated, true) then ratings.r.score end as percent,
    ratings.r.weight,
    ratings.r.iscritical as is_critical,
    {{ utc_timestamp('ratings.r.createdat') }} as reviewed_at,
    {{ utc_timestamp('ratings.r.updatedat') }} as updated_at,
    ratings.known_at,
    ratings.first_known_at
from ratings
left join reviewed on ratings.r.autoqareviewid = reviewed.review_id
left join known_sources on ratings.r.externalticketid = known_sources.external_id
