-- One row per Gorgias user: a person with a seat, or a bot.
{% set fields = {
    'id': 'text', 'name': 'text', 'email': 'text', 'timezone': 'text', 'updated_datetime': 'text',
    'role': {'name': 'text'}, 'roles': [{'name': 'text'}]
} %}
with source as (
    {{ latest_records(source('raw_gorgias', 'users'), fields) }}
)

select
    r.id as user_id,
    r.name as display_name,
    {{ identity_hash('r.email') }} as email_hash,
    -- Older records nest the role.
    coalesce(r.role.name, {{ list_item('r.roles', 1) }}.name, '') = 'bot' as is_bot,
    r.timezone as time_zone,
    {{ utc_timestamp('r.updated_datetime') }} as updated_at,
    known_at,
    first_known_at
from source
