-- One row per child of a Zendesk ticket event: one comment, or the changed fields it carries.
-- Ids are read as text: they are strings on this endpoint and numbers on others.
{% set event_fields = {
    'id': 'integer', 'ticket_id': 'text', 'created_at': 'text', 'updater_id': 'text', 'child_events': ['text']
} %}
{% set child_fields = {
    'id': 'integer', 'event_type': 'text', 'via': 'text', 'author_id': 'text',
    'public': 'boolean', 'comment_public': 'boolean', 'body': 'text', 'plain_body': 'text',
    'status': 'text', 'priority': 'text', 'assignee_id': 'text', 'group_id': 'text', 'added_tags': 'text',
    'previous_value': 'text'
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'ticket_events'), event_fields) }}
),

children as (
    select
        r.id as ticket_event_id,
        r.ticket_id,
        r.updater_id,
        r.created_at,
        known_at,
        first_known_at,
        {{ explode('r.child_events') }} as record
    from source
),

parsed as (
    select
        *,
        {{ parse_json('record', child_fields) }} as child
    from children
)

select
    child.id as child_id,
    ticket_event_id,
    ticket_id,
    updater_id,
    child.author_id,
    child.event_type as child_type,
    child.status,
    child.priority,
    child.assignee_id,
    child.group_id,
    child.added_tags,
    child.previous_value,
    length(coalesce(child.plain_body, child.body)) as text_chars,
    {{ text_hash('coalesce(child.plain_body, child.body)') }} as text_hash,
    -- A field that was emptied is there as a null; one that did not change is not there. Once parsed, both look alike.
    child.previous_value is not null and contains(record, '"assignee_id":null') as is_assignee_removed,
    child.previous_value is not null and contains(record, '"group_id":null') as is_group_removed,
    -- Without the comment bodies the export still says whether the customer can see it.
    coalesce(child.public, child.comment_public) as is_public,
    -- A label on a change, an object on a comment: both say when a rule of the helpdesk did it.
    coalesce(
        {{ matches('lower(child.via)', '^(rule|automation|trigger|sla)|"channel": *"rule"') }},
        false
    ) as is_by_rule,
    {{ utc_timestamp('created_at') }} as occurred_at,
    known_at,
    first_known_at
from parsed
