-- One row per Freshdesk contact: a customer, or a visitor without an address.
{% set fields = {
    'id': 'text', 'email': 'text', 'language': 'text', 'company_id': 'text', 'created_at': 'text', 'updated_at': 'text',
    'custom_fields': {'cf_segment': 'text', 'cf_plan': 'text', 'cf_region': 'text'}
} %}
{% set company_fields = {
    'id': 'text', 'custom_fields': {'cf_segment': 'text', 'cf_plan': 'text', 'cf_region': 'text'}
} %}
with contacts as (
    {{ latest_records(source('raw_freshdesk', 'contacts'), fields) }}
),

companies as (
    {{ latest_records(source('raw_freshdesk', 'companies'), company_fields) }}
)

select
    'freshdesk:' || contacts.r.id as customer_id,
    'freshdesk:' || contacts.r.company_id as account_id,
    {{ identity_hash('contacts.r.email') }} as identity_hash,
    coalesce(contacts.r.custom_fields.cf_segment, companies.r.custom_fields.cf_segment) as segment,
    coalesce(contacts.r.custom_fields.cf_plan, companies.r.custom_fields.cf_plan) as plan,
    coalesce(contacts.r.custom_fields.cf_region, companies.r.custom_fields.cf_region) as region,
    lower(substr(contacts.r.language, 1, 2)) as language,
    {{ utc_timestamp('contacts.r.created_at') }} as created_at,
    cast(null as string) as lifecycle_stage,
    {{ identity_hash('contacts.r.email') }} is not null as is_identified,
    'freshdesk' as source,
    contacts.known_at as extracted_at,
    contacts.first_known_at,
    {{ utc_timestamp('contacts.r.updated_at') }} as source_updated_at
from contacts
left join companies on contacts.r.company_id = companies.record_key
