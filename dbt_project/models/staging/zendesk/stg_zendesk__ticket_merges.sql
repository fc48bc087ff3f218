-- One row per Zendesk ticket that was merged into another. Only the closing comment of the merge names the target.
{% set fields = {'ticket_id': 'text', 'child_events': [{'id': 'integer', 'event_type': 'text', 'body': 'text'}]} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'ticket_events'), fields, containing='closed and merged into request #') }}
),

children as (
    select
        r.ticket_id,
        {{ explode('r.child_events') }} as child
    from source
),

comments as (
    select
        ticket_id,
        child.id as child_id,
        {{ extract_pattern('child.body', 'closed and merged into request #([0-9]+)', 1) }} as merged_into_ticket_id
    from children
    where child.event_type = 'Comment'
),

ranked as (
    select
        ticket_id,
        merged_into_ticket_id,
        row_number() over (partition by ticket_id order by child_id desc) as newest_first
    from comments
    where merged_into_ticket_id is not null
)

select
    ticket_id,
    merged_into_ticket_id
from ranked
where newest_first = 1
