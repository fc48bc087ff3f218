-- One row per person; attributes are the first known value among the person's records, smallest customer id first.
with ranked as (
    select
        *,
        row_number() over (partition by person_id order by customer_id) as record_rank
    from {{ ref('int_customers_stitched') }}
)

select
    person_id,
    {%- for column in ['account_id', 'segment', 'plan', 'region', 'language', 'lifecycle_stage'] %}
    {{ first_known(column) }} as {{ column }},
    {%- endfor %}
    is_identified,
    count(*) as records,
    min(created_at) as created_at,
    min(first_known_at) as first_known_at,
    max(extracted_at) as last_known_at
from ranked
group by person_id, is_identified
