-- One row per coaching session, with the key by which the coached agent is found.
{% set fields = {
    '_id': 'text', 'agentId': 'text', 'coachId': 'text', 'meetingDate': 'text', 'updatedAt': 'text',
    'agentConfirmed': 'boolean', 'coachConfirmed': 'boolean', 'isDeleted': 'boolean',
    'coachingPoints': [{'classification': 'text'}]
} %}
with source as (
    {{ latest_records(source('raw_maestroqa', 'coaching_sessions'), fields) }}
),

sessions as (
    select
        r._id as session_id,
        r.agentid as agent_id,
        r.coachid as coach_id,
        {{ utc_timestamp('r.meetingdate') }} as meeting_at,
        coalesce(r.agentconfirmed, false) or coalesce(r.coachconfirmed, false) as is_confirmed,
        coalesce(r.isdeleted, false) as is_deleted,
        {{ utc_timestamp('r.updatedat') }} as updated_at,
        known_at,
        first_known_at
    from source
),

points as (
    select r._id as session_id, {{ explode('r.coachingPoints') }} as point from source
),

subjects as (
    select
        session_id,
        lower(min(point.classification)) as classification
    from points
    group by session_id
    having min(point.classification) = max(point.classification)
)

select
    'maestroqa:' || sessions.session_id as coaching_session_id,
    cast(null as string) as agent_id,
    people.agent_key,
    'maestroqa:' || sessions.coach_id as coach_id,
    sessions.meeting_at as planned_at,
    -- The tool does not say when it took place, but who confirms it says that it did.
    case when sessions.is_confirmed and not sessions.is_deleted then sessions.meeting_at end as delivered_at,
    case when sessions.is_deleted then sessions.updated_at end as cancelled_at,
    cast(null as string) as cancel_reason,
    cast(null as bigint) as duration_seconds,
    subjects.classification as dimension,
    'maestroqa' as source,
    sessions.known_at as extracted_at,
    sessions.first_known_at,
    sessions.updated_at as source_updated_at
from sessions
left join {{ ref('stg_maestroqa__people') }} as people on sessions.agent_id = people.person_id
left join subjects on sessions.session_id = subjects.session_id
