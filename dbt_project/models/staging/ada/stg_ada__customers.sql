-- One row per chatter of Ada. A chatter is a browser, not a person: only an address given in the chat makes it one.
with conversations as (
    select
        *,
        min(created_at) over (partition by chatter_id) as first_created_at,
        min(first_known_at) over (partition by chatter_id) as chatter_first_known_at,
        row_number() over (
            partition by chatter_id
            order by
                case when email_hash is null then 1 else 0 end asc,
                created_at desc nulls last,
                ada_conversation_id asc
        ) as preference
    from {{ ref('stg_ada__ai_conversations') }}
    where chatter_id is not null
)

select
    'ada:' || chatter_id as customer_id,
    cast(null as string) as account_id,
    email_hash as identity_hash,
    cast(null as string) as segment,
    cast(null as string) as plan,
    cast(null as string) as region,
    language,
    first_created_at as created_at,
    cast(null as string) as lifecycle_stage,
    email_hash is not null as is_identified,
    'ada' as source,
    known_at as extracted_at,
    chatter_first_known_at as first_known_at,
    updated_at as source_updated_at
from conversations
where preference = 1
