-- One row per Zendesk organization: the account its users belong to.
{% set fields = {
    'id': 'text', 'deleted_at': 'text', 'updated_at': 'text',
    'organization_fields': {'segment': 'text', 'plan': 'text', 'region': 'text'}
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'organizations'), fields) }}
)

select
    r.id as organization_id,
    r.organization_fields.segment,
    r.organization_fields.plan,
    r.organization_fields.region,
    {{ utc_timestamp('r.deleted_at') }} as deleted_at,
    {{ utc_timestamp('r.updated_at') }} as updated_at
from source
