-- One row per customer of vCons; a person only where there is an address.
with seen as (
    select
        *,
        min(first_known_at) over (partition by actor_id) as customer_first_known_at,
        row_number() over (
            partition by actor_id
            order by case when email_hash is null then 1 else 0 end asc, known_at desc, vcon_uuid asc
        ) as preference
    from {{ ref('stg_vcon__parties') }}
    where actor_type = 'customer'
)

select
    actor_id as customer_id,
    cast(null as string) as account_id,
    email_hash as identity_hash,
    cast(null as string) as segment,
    cast(null as string) as plan,
    cast(null as string) as region,
    cast(null as string) as language,
    cast(null as timestamp) as created_at,
    cast(null as string) as lifecycle_stage,
    email_hash is not null as is_identified,
    'vcon' as source,
    known_at as extracted_at,
    customer_first_known_at as first_known_at,
    cast(null as timestamp) as source_updated_at
from seen
where preference = 1
