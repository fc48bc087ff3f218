-- One row per dimension of a quality review, as dropped.
{% set fields = {
    'quality_score_id': 'text',
    'review_id': 'text',
    'conversation_id': 'text',
    'actor_id': 'text',
    'reviewer_id': 'text',
    'reviewer_type': 'text',
    'scorecard_id': 'text',
    'dimension': 'text',
    'level': 'text',
    'score': 'number',
    'weight': 'number',
    'is_auto_fail': 'boolean',
    'is_calibration': 'boolean',
    'reviewed_at': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'quality_scores'), fields) }}
)

select
    r.quality_score_id,
    r.review_id,
    r.conversation_id,
    r.actor_id,
    r.reviewer_id,
    r.reviewer_type,
    r.scorecard_id,
    r.dimension,
    r.level,
    r.score,
    r.weight,
    r.is_auto_fail,
    r.is_calibration,
    {{ utc_timestamp('r.reviewed_at') }} as reviewed_at,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
