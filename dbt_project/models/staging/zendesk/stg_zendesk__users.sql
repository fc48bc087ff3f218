-- One row per Zendesk user, customers and staff alike.
{% set fields = {
    'id': 'text', 'name': 'text', 'email': 'text', 'role': 'text', 'active': 'boolean', 'locale': 'text',
    'iana_time_zone': 'text', 'organization_id': 'text', 'created_at': 'text', 'updated_at': 'text',
    'user_fields': {
        'employer': 'text', 'employer_type': 'text', 'is_integration': 'text',
        'segment': 'text', 'plan': 'text', 'region': 'text', 'language': 'text'
    }
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'users'), fields) }}
)

select
    r.id as user_id,
    r.organization_id,
    r.name,
    {{ identity_hash('r.email') }} as email_hash,
    r.role,
    -- A tool that works through a seat of its own; on the API it looks like staff.
    r.role <> 'end-user' and lower(coalesce(r.user_fields.is_integration, 'false')) = 'true' as is_integration,
    r.user_fields.employer,
    r.user_fields.employer_type,
    r.user_fields.segment,
    r.user_fields.plan,
    r.user_fields.region,
    r.iana_time_zone as time_zone,
    -- The company's own field, where it has one: a locale is a setting of the help centre that few people ever touch.
    lower(substr(coalesce(r.user_fields.language, r.locale), 1, 2)) as language,
    r.active as is_active,
    {{ utc_timestamp('r.created_at') }} as created_at,
    {{ utc_timestamp('r.updated_at') }} as updated_at,
    known_at,
    first_known_at
from source
