-- One row per customer record of a source, with the person behind it.
-- Records sharing an identity hash are one person. A record without one is a person of its own and not identified: it
-- can never be shown that this person did not come back.
select
    customer_id,
    case
        when identity_hash is null then customer_id
        else min(customer_id) over (partition by identity_hash)
    end as person_id,
    identity_hash is not null as is_identified,
    account_id,
    segment,
    plan,
    region,
    language,
    {{ known('lifecycle_stage') }} as lifecycle_stage,
    created_at,
    extracted_at,
    first_known_at
from {{ ref('int_customers_unioned') }}
