-- One row per stretch that one agent worked on a ticket or a task, as tracked.
{% set fields = {
    'id': 'text', 'agentId': 'text', 'startTime': 'text', 'endTime': 'text', 'name': 'text', 'ticketId': 'text'
} %}
with source as (
    {{ latest_records(source('raw_zendesk_wfm', 'activities'), fields) }}
),

mapping as (
    select * from {{ ref('agent_activity_mapping') }}
    where source = 'zendesk_wfm' and kind = 'actual'
)

select
    'zendesk_wfm:' || source.r.id as agent_state_id,
    'zendesk:' || source.r.agentid as agent_id,
    'zendesk:' || source.r.ticketid as conversation_id,
    {{ flexible_timestamp('source.r.starttime') }} as started_at,
    -- One that still runs has no end.
    {{ flexible_timestamp('source.r.endtime') }} as ended_at,
    case when source.r.ticketid is not null then 'queue_work' else coalesce(mapping.activity, 'other') end as activity,
    cast(null as string) as channel,
    'zendesk_wfm' as source,
    source.known_at as extracted_at,
    source.first_known_at,
    cast(null as timestamp) as source_updated_at
from source
left join mapping on lower(trim(source.r.name)) = mapping.native_activity
