-- One row per planned stretch of one agent in Assembled's published schedule.
-- `id` repeats for every day of a recurring event; the record key is the id with its times.
{% set fields = {
    'agent_id': 'text', 'type_id': 'text', 'start_time': 'text', 'end_time': 'text', 'updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_assembled', 'activities'), fields) }}
),

people as (
    select distinct
        assembled_agent_id,
        agent_id
    from {{ ref('stg_assembled__people') }}
),

activity_types as (
    select * from {{ ref('stg_assembled__activity_types') }}
)

select
    'assembled:' || source.record_key as shift_id,
    coalesce(people.agent_id, 'assembled:' || source.r.agent_id) as agent_id,
    {{ flexible_timestamp('source.r.start_time') }} as started_at,
    {{ flexible_timestamp('source.r.end_time') }} as ended_at,
    coalesce(activity_types.activity, 'other') as activity,
    activity_types.channel,
    'assembled' as source,
    source.known_at as extracted_at,
    source.first_known_at,
    {{ flexible_timestamp('source.r.updated_at') }} as source_updated_at
from source
left join people on source.r.agent_id = people.assembled_agent_id
left join activity_types on source.r.type_id = activity_types.activity_type_id
