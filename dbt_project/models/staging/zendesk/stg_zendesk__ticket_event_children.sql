-- One row per child of a Zendesk ticket event: one comment, or the changed fields it carries.
-- Ids are read as text: they are strings on this endpoint and numbers on others.
{% set fields = {
    'id': 'integer', 'ticket_id': 'text', 'created_at': 'text', 'updater_id': 'text',
    'child_events': [{
        'id': 'integer', 'event_type': 'text', 'via': 'text', 'author_id': 'text',
        'public': 'boolean', 'comment_public': 'boolean', 'body': 'text', 'plain_body': 'text',
        'status': 'text', 'priority': 'text', 'assignee_id': 'text', 'group_id': 'text', 'previous_value': 'text'
    }]
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'ticket_events'), fields) }}
)

select
    child.id as child_id,
    source.r.id as ticket_event_id,
    source.r.ticket_id as ticket_id,
    source.r.updater_id as updater_id,
    child.author_id as author_id,
    child.event_type as child_type,
    child.status as status,
    child.priority as priority,
    child.assignee_id as assignee_id,
    child.group_id as group_id,
    child.previous_value as previous_value,
    coalesce(child.plain_body, child.body) as body,
    -- Without the comment bodies the export still says whether the customer can see it.
    coalesce(child.public, child.comment_public) as is_public,
    -- A label on a change, an object on a comment: both say when a rule of the helpdesk did it.
    coalesce(
        {{ matches('lower(child.via)', '^(rule|automation|trigger|sla)') }}
        or {{ matches('lower(child.via)', '"channel": *"rule"') }},
        false
    ) as is_by_rule,
    {{ utc_timestamp('source.r.created_at') }} as occurred_at,
    source.known_at as known_at,
    source.first_known_at as first_known_at
from source
{{ lateral_explode('source.r.child_events', 'child') }}
