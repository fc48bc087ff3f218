-- One row per Gorgias ticket, as Gorgias lists it.
{% set fields = {
    'id': 'text', 'status': 'text', 'priority': 'text', 'channel': 'text', 'language': 'text', 'from_agent': 'boolean',
    'spam': 'boolean', 'customer': {'id': 'text'}, 'assignee_team': {'id': 'text'},
    'tags': [{'id': 'text', 'name': 'text'}], 'created_datetime': 'text', 'updated_datetime': 'text',
    'closed_datetime': 'text', 'snooze_datetime': 'text', 'trashed_datetime': 'text'
} %}
with source as (
    {{ latest_records(source('raw_gorgias', 'tickets'), fields) }}
)

select
    r.id as ticket_id,
    r.customer.id as customer_id,
    r.assignee_team.id as team_id,
    lower(r.channel) as native_channel,
    r.status as native_status,
    r.priority as native_priority,
    lower(substr(r.language, 1, 2)) as language,
    coalesce(r.from_agent, false) as is_from_agent,
    coalesce(r.spam, false) as is_spam,
    r.tags,
    {{ utc_timestamp('r.created_datetime') }} as created_at,
    {{ utc_timestamp('r.updated_datetime') }} as updated_at,
    {{ utc_timestamp('r.closed_datetime') }} as closed_at,
    {{ utc_timestamp('r.snooze_datetime') }} as snoozed_until,
    {{ utc_timestamp('r.trashed_datetime') }} as trashed_at,
    known_at,
    first_known_at
from source
