-- One row per scorecard of an Intercom conversation as a whole, and one per evaluator on it that gave a result.
{% set fields = {
    'updated_at': 'integer',
    'scorecards': [{
        'scorecard_id': 'text', 'scorecard_type': 'text', 'score': 'number', 'passed': 'boolean',
        'evaluated_at': 'integer', 'reviewed_teammate': {'type': 'text', 'admin_id': 'text'},
        'evaluators': [{'evaluator_id': 'text', 'result': {'value': 'text', 'source': 'text'}}]
    }]
} %}
with source as (
    {{ latest_records(source('raw_intercom', 'conversations'), fields, containing='"scorecards"') }}
),

filled_in as (
    select
        record_key as thread_id,
        {{ explode('r.scorecards') }} as card,
        {{ epoch_to_timestamp('r.updated_at') }} as updated_at,
        known_at,
        first_known_at
    from source
),

scorecards as (
    select
        filled_in.*,
        -- One scorecard may be filled in for each who took part.
        'intercom:' || filled_in.thread_id || ':' || filled_in.card.scorecard_id || ':'
        || coalesce(filled_in.card.reviewed_teammate.admin_id, filled_in.card.reviewed_teammate.type, '')
            as review_id,
        case
            when filled_in.card.reviewed_teammate.type = 'ai' then fin.actor_id
            else filled_in.card.reviewed_teammate.admin_id
        end as actor_id
    from filled_in
    left join {{ ref('stg_intercom__thread_ai') }} as fin on filled_in.thread_id = fin.thread_id
),

evaluated as (
    select *, {{ explode('card.evaluators') }} as evaluator from scorecards
),

marks as (
    select
        review_id as quality_score_id,
        'overall' as dimension,
        lower(card.scorecard_type) as reviewer_type,
        case when card.passed then 'passed' when not card.passed then 'failed' end as level,
        card.score,
        review_id, actor_id, thread_id, card, updated_at, known_at, first_known_at
    from scorecards
    where card.score is not null or card.passed is not null
    union all
    select
        review_id || ':' || evaluator.evaluator_id as quality_score_id,
        -- Evaluators are told by number alone, and their labels are the workspace's own: what one is worth is not told.
        'evaluator_' || evaluator.evaluator_id as dimension,
        lower(evaluator.result.source) as reviewer_type,
        lower(evaluator.result.value) as level,
        cast(null as double) as score,
        review_id, actor_id, thread_id, card, updated_at, known_at, first_known_at
    from evaluated
    where evaluator.result.value is not null
)

select
    quality_score_id,
    review_id,
    'intercom:' || thread_id as conversation_id,
    'intercom:' || actor_id as actor_id,
    cast(null as string) as reviewer_id,
    reviewer_type,
    'intercom:' || card.scorecard_id as scorecard_id,
    dimension,
    level,
    score,
    cast(null as double) as weight,
    cast(null as boolean) as is_auto_fail,
    -- The tool has no sessions in which several mark the same.
    false as is_calibration,
    {{ epoch_to_timestamp('card.evaluated_at') }} as reviewed_at,
    'intercom' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from marks
