-- One row per Zendesk ticket, AI-agent tickets and deleted ones included.
{% set fields = {
    'id': 'text', 'status': 'text', 'priority': 'text', 'support_type': 'text',
    'via': {'channel': 'text', 'source': {'rel': 'text', 'from': {'ticket_id': 'text'}}},
    'requester_id': 'text', 'assignee_id': 'text', 'group_id': 'text', 'tags': 'text',
    'created_at': 'text', 'updated_at': 'text',
    'metric_set': {'solved_at': 'text', 'status_updated_at': 'text'}
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'tickets'), fields) }}
)

select
    r.id as ticket_id,
    r.requester_id,
    r.assignee_id,
    r.group_id,
    case when r.via.source.rel = 'follow_up' then r.via.source['from'].ticket_id end as follow_up_of_ticket_id,
    r.via.channel as native_channel,
    r.status,
    r.priority,
    r.support_type,
    r.tags,
    {{ utc_timestamp('r.created_at') }} as created_at,
    {{ utc_timestamp('r.updated_at') }} as updated_at,
    {{ utc_timestamp('r.metric_set.solved_at') }} as solved_at,
    {{ utc_timestamp('r.metric_set.status_updated_at') }} as status_updated_at,
    known_at,
    first_known_at
from source
