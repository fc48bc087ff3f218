-- One row per Intercom contact: a user whom the company knows, or a lead whom nobody knows yet.
{% set fields = {
    'id': 'text', 'role': 'text', 'email': 'text', 'created_at': 'integer', 'updated_at': 'integer',
    'custom_attributes': {'segment': 'text', 'plan': 'text', 'region': 'text', 'language': 'text'},
    'companies': {'data': [{'id': 'text'}]}, 'location': {'country': 'text'}
} %}
with source as (
    {{ latest_records(source('raw_intercom', 'contacts'), fields) }}
)

select
    'intercom:' || r.id as customer_id,
    'intercom:' || {{ list_item('r.companies.data', 1) }}.id as account_id,
    {{ identity_hash('r.email') }} as identity_hash,
    r.custom_attributes.segment,
    r.custom_attributes.plan,
    r.custom_attributes.region,
    lower(substr(r.custom_attributes.language, 1, 2)) as language,
    {{ epoch_to_timestamp('r.created_at') }} as created_at,
    cast(null as string) as lifecycle_stage,
    {{ identity_hash('r.email') }} is not null as is_identified,
    'intercom' as source,
    known_at as extracted_at,
    first_known_at,
    {{ epoch_to_timestamp('r.updated_at') }} as source_updated_at
from source
