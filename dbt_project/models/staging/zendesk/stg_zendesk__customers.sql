-- One row per Zendesk end user.
with users as (
    select * from {{ ref('stg_zendesk__users') }}
    where role = 'end-user'
),

organizations as (
    select * from {{ ref('stg_zendesk__organizations') }}
)

select
    'zendesk:' || users.user_id as customer_id,
    'zendesk:' || users.organization_id as account_id,
    users.email_hash as identity_hash,
    coalesce(users.segment, organizations.segment) as segment,
    coalesce(users.plan, organizations.plan) as plan,
    coalesce(users.region, organizations.region) as region,
    users.language,
    users.created_at,
    cast(null as string) as lifecycle_stage,
    -- A user deleted for good is renamed and loses the address: the person is no longer known.
    users.email_hash is not null as is_identified,
    'zendesk' as source,
    users.known_at as extracted_at,
    users.first_known_at,
    users.updated_at as source_updated_at
from users
left join organizations on users.organization_id = organizations.organization_id
