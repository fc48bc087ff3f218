-- One row per planned task of a published shift, and per approved time off.
{% set task = {'id': 'text', 'startTime': 'text', 'endTime': 'text', 'name': 'text'} %}
{% set away = {
    'timeOffRequestId': 'text', 'agentId': 'text', 'startTime': 'text', 'endTime': 'text', 'status': 'text'
} %}
with shifts as (
    {{ latest_records(source('raw_zendesk_wfm', 'shifts'), {'id': 'text', 'agentId': 'text', 'tasks': [task]}) }}
),

requests as (
    {{ latest_records(source('raw_zendesk_wfm', 'time_off'), away) }}
),

tasks as (
    select
        r.id as native_shift_id,
        r.agentid as agent_id,
        {{ explode('r.tasks') }} as task,
        known_at,
        first_known_at
    from shifts
),

planned as (
    select
        native_shift_id || ':' || coalesce(task.id, task.starttime) as planned_id,
        agent_id,
        task.starttime as start_time,
        task.endtime as end_time,
        lower(trim(task.name)) as name,
        cast(null as string) as activity,
        known_at,
        first_known_at
    from tasks
    union all
    select
        'time_off:' || r.timeoffrequestid as planned_id,
        r.agentid as agent_id,
        r.starttime as start_time,
        r.endtime as end_time,
        cast(null as string) as name,
        'time_off' as activity,
        known_at,
        first_known_at
    from requests
    where r.status = 'approved'
)

select
    'zendesk_wfm:' || planned.planned_id as shift_id,
    'zendesk:' || planned.agent_id as agent_id,
    {{ flexible_timestamp('planned.start_time') }} as started_at,
    {{ flexible_timestamp('planned.end_time') }} as ended_at,
    coalesce(planned.activity, mapping.activity, 'other') as activity,
    channels.channel,
    'zendesk_wfm' as source,
    planned.known_at as extracted_at,
    planned.first_known_at,
    -- A shift does not say when it was changed.
    cast(null as timestamp) as source_updated_at
from planned
left join {{ ref('agent_activity_mapping') }} as mapping
    on mapping.source = 'zendesk_wfm' and mapping.kind = 'planned' and planned.name = mapping.native_activity
left join {{ ref('channel_mapping') }} as channels
    on channels.source = 'zendesk_wfm' and planned.name = channels.native_channel
