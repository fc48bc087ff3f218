-- One row per guide assigned to a person and not taken back, with the key by which the person is found.
-- Keys come in snake case and in camel case.
{% set assignment = {
    'id': 'text', 'is_deleted': 'boolean', 'created_at': 'text', 'completed_at': 'text', 'updated_at': 'text',
    'score': 'number', 'override_score': 'number'
} %}
{% set assignment_in_camel_case = {
    'id': 'text', 'isDeleted': 'boolean', 'createdAt': 'text', 'completedAt': 'text', 'updatedAt': 'text',
    'score': 'number', 'overrideScore': 'number'
} %}
{% set fields = {
    'user': {'email': 'text', 'name': 'text'},
    'guide': {'id': 'text', 'display_title': 'text', 'displayTitle': 'text'},
    'guide_assignment': assignment, 'guideAssignment': assignment_in_camel_case
} %}
with source as (
    {{ latest_records(source('raw_workramp', 'guide_assignments'), fields) }}
),

renamed as (
    select
        coalesce(r.guide_assignment.id, r.guideassignment.id) as assignment_id,
        {{ agent_key('r.user.email', 'r.user.name') }} as agent_key,
        r.guide.id as guide_id,
        coalesce(r.guide.display_title, r.guide.displaytitle) as course,
        coalesce(r.guide_assignment.is_deleted, r.guideassignment.isdeleted, false) as is_deleted,
        coalesce(r.guide_assignment.created_at, r.guideassignment.createdat) as created_at,
        coalesce(r.guide_assignment.completed_at, r.guideassignment.completedat) as completed_at,
        coalesce(r.guide_assignment.updated_at, r.guideassignment.updatedat) as updated_at,
        -- What a person set by hand stands over what the test gave.
        coalesce(
            r.guide_assignment.override_score, r.guideassignment.overridescore,
            r.guide_assignment.score, r.guideassignment.score
        ) as percent,
        known_at,
        first_known_at
    from source
)

select
    'workramp:' || renamed.assignment_id as training_event_id,
    cast(null as string) as agent_id,
    renamed.agent_key,
    renamed.course,
    intents.intent_id as intent,
    {{ flexible_timestamp('renamed.created_at') }} as assigned_at,
    {{ flexible_timestamp('renamed.completed_at') }} as completed_at,
    renamed.percent / 100 as score,
    'workramp' as source,
    renamed.known_at as extracted_at,
    renamed.first_known_at,
    {{ flexible_timestamp('renamed.updated_at') }} as source_updated_at
from renamed
left join {{ ref('stg_workramp__guide_intents') }} as intents on renamed.guide_id = intents.guide_id
where not renamed.is_deleted
