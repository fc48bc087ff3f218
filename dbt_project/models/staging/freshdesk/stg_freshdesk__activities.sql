-- One row per activity of a Freshdesk ticket: what somebody or a rule changed at once.
-- A group is named there, not numbered; a person is numbered.
{% set fields = {
    'id': 'text', 'ticket_id': 'text', 'performed_at': 'text', 'performer_type': 'text', 'performer_id': 'text',
    'place': 'integer', 'activity': 'text'
} %}
{% set activity_fields = {
    'status': 'text', 'group': 'text', 'agent_id': 'text', 'priority': 'text', 'added_tags': 'text',
    'automation': {'rule': 'text'}
} %}
with source as (
    {{ latest_records(source('raw_freshdesk', 'ticket_activities'), fields) }}
),

parsed as (
    select
        r.id as activity_id,
        r.ticket_id,
        r.place,
        r.performer_id,
        r.performer_type,
        r.activity as record,
        {{ parse_json('r.activity', activity_fields) }} as activity,
        -- DD-MM-YYYY HH:MM:SS +0000
        {{ utc_timestamp(
            "substr(r.performed_at, 7, 4) || '-' || substr(r.performed_at, 4, 2) || '-' || substr(r.performed_at, 1, 2)"
            ~ " || 'T' || substr(r.performed_at, 12, 8) || substr(r.performed_at, 21, 3) || ':' || substr(r.performed_at, 24, 2)"
        ) }} as occurred_at,
        known_at,
        first_known_at
    from source
),

groups_named as (
    select
        name,
        min(group_id) as group_id
    from {{ ref('stg_freshdesk__groups') }}
    group by name
)

select
    parsed.activity_id,
    parsed.ticket_id,
    parsed.place,
    parsed.performer_id,
    parsed.performer_type = 'system'
    or parsed.activity.automation.rule is not null
    or {{ is_freshdesk_tool('parsed.performer_id') }} as is_by_rule,
    {{ mapped_or_unknown(freshdesk_status('parsed.activity.status'), 'parsed.activity.status') }} as status,
    coalesce(groups_named.group_id, 'unknown:' || parsed.activity['group']) as group_id,
    'freshdesk:' || parsed.activity.agent_id as assignee_id,
    replace(lower(parsed.activity.priority), 'medium', 'normal') as priority,
    parsed.activity.added_tags,
    -- What was taken away is there as a null; what did not change is not there.
    contains(parsed.record, '"group":null') as is_group_removed,
    contains(parsed.record, '"agent_id":null') as is_assignee_removed,
    parsed.occurred_at,
    parsed.known_at,
    parsed.first_known_at
from parsed
left join groups_named on parsed.activity['group'] = groups_named.name
