-- One row per category of a review by a person.
{% set rating = {
    'categoryId': 'text', 'categoryName': 'text', 'score': 'number', 'weight': 'number', 'critical': 'boolean'
} %}
{% set person = {'email': 'text', 'name': 'text'} %}
{% set fields = {
    'conversation': {'externalId': 'text', 'sourceType': 'text'},
    'review': {
        'id': 'text', 'reviewer': person, 'reviewee': person, 'scorecard': {'id': 'text'}, 'ratings': [rating],
        'createdISO': 'text', 'updatedISO': 'text'
    }
} %}
with source as (
    {{ latest_records(source('raw_zendesk_qa', 'reviews'), fields) }}
),

users as (
    {{ latest_records(source('raw_zendesk_qa', 'users'), {'id': 'text', 'email': 'text'}) }}
),

reviewers as (
    select
        {{ identity_hash('r.email') }} as email_hash,
        min(r.id) as user_id
    from users
    group by {{ identity_hash('r.email') }}
),

reviews as (
    select
        r.review.id as review_id,
        r.conversation.externalid as external_id,
        -- The tool names the system a conversation is from: that is whose id it is.
        lower(r.conversation.sourcetype) as source_type,
        r.review.scorecard.id as scorecard_id,
        {{ identity_hash('r.review.reviewer.email') }} as reviewer_hash,
        {{ agent_key('r.review.reviewee.email', 'r.review.reviewee.name') }} as agent_key,
        {{ utc_timestamp('r.review.creatediso') }} as reviewed_at,
        {{ utc_timestamp('r.review.updatediso') }} as updated_at,
        {{ explode('r.review.ratings') }} as rating,
        known_at,
        first_known_at
    from source
)

select
    reviews.review_id,
    reviews.external_id,
    reviews.source_type,
    reviews.scorecard_id,
    reviewers.user_id as reviewer_id,
    reviews.agent_key,
    reviews.rating.categoryid as category_id,
    reviews.rating.categoryname as category,
    reviews.rating.score as percent,
    reviews.rating.weight,
    reviews.rating.critical as is_critical,
    reviews.reviewed_at,
    reviews.updated_at,
    reviews.known_at,
    reviews.first_known_at
from reviews
left join reviewers on reviews.reviewer_hash = reviewers.email_hash
