-- One row per review held in a calibration session.
{% set fields = {
    'conversations': [{'externalId': 'text', 'reviews': [{'id': 'text'}]}]
} %}
with source as (
    {{ latest_records(source('raw_zendesk_qa', 'calibration_sessions'), fields) }}
),

conversations as (
    select {{ explode('r.conversations') }} as conversation from source
),

reviews as (
    select
        conversation.externalid as external_id,
        {{ explode('conversation.reviews') }} as review
    from conversations
)

select distinct
    review.id as review_id,
    external_id
from reviews
where review.id is not null
