-- One row per Gorgias customer. One without an address is known to nobody.
{% set fields = {
    'id': 'text', 'email': 'text', 'language': 'text', 'created_datetime': 'text', 'updated_datetime': 'text'
} %}
with source as (
    {{ latest_records(source('raw_gorgias', 'customers'), fields) }}
)

select
    'gorgias:' || r.id as customer_id,
    -- A shop's customer is nobody's employee: there are no accounts, and plans are the shop's.
    cast(null as string) as account_id,
    {{ identity_hash('r.email') }} as identity_hash,
    cast(null as string) as segment,
    cast(null as string) as plan,
    cast(null as string) as region,
    lower(substr(r.language, 1, 2)) as language,
    {{ utc_timestamp('r.created_datetime') }} as created_at,
    cast(null as string) as lifecycle_stage,
    {{ identity_hash('r.email') }} is not null as is_identified,
    'gorgias' as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.updated_datetime') }} as source_updated_at
from source
