-- One row per Intercom contact: a user whom the company knows, or a lead whom nobody knows yet.
{% set fields = {
    'id': 'text', 'role': 'text', 'email': 'text', 'created_at': 'integer', 'updated_at': 'integer',
    'custom_attributes': {'segment': 'text', 'plan': 'text', 'region': 'text', 'language': 'text'},
    'companies': {'data': [{'id': 'text'}]}, 'location': {'country': 'text'}
} %}
{% set company_fields = {'id': 'text', 'custom_attributes': {'segment': 'text', 'plan': 'text', 'region': 'text'}} %}
with source as (
    {{ latest_records(source('raw_intercom', 'contacts'), fields) }}
),

companies as (
    {{ latest_records(source('raw_intercom', 'companies'), company_fields) }}
),

contacts as (
    select
        source.*,
        {{ list_item('source.r.companies.data', 1) }}.id as company_id
    from source
)

select
    'intercom:' || contacts.r.id as customer_id,
    'intercom:' || contacts.company_id as account_id,
    {{ identity_hash('contacts.r.email') }} as identity_hash,
    coalesce(contacts.r.custom_attributes.segment, companies.r.custom_attributes.segment) as segment,
    coalesce(contacts.r.custom_attributes.plan, companies.r.custom_attributes.plan) as plan,
    coalesce(contacts.r.custom_attributes.region, companies.r.custom_attributes.region) as region,
    lower(substr(contacts.r.custom_attributes.language, 1, 2)) as language,
    {{ epoch_to_timestamp('contacts.r.created_at') }} as created_at,
    cast(null as string) as lifecycle_stage,
    {{ identity_hash('contacts.r.email') }} is not null as is_identified,
    'intercom' as source,
    contacts.known_at as extracted_at,
    contacts.first_known_at,
    {{ epoch_to_timestamp('contacts.r.updated_at') }} as source_updated_at
from contacts
left join companies on contacts.company_id = companies.record_key
