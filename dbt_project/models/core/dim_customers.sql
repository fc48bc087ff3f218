-- One row per person, stitched across sources; nothing that names the person.
select
    person_id as customer_id,
    account_id,
    segment,
    plan,
    region,
    language,
    lifecycle_stage,
    records as source_records,
    is_identified,
    created_at,
    first_known_at,
    last_known_at
from {{ ref('int_persons_merged') }}
