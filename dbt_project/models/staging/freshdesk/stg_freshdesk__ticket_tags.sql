-- One row per Freshdesk ticket and tag on it.
with tagged as (
    select
        ticket_id,
        {{ explode('tags') }} as tag
    from {{ ref('stg_freshdesk__tickets') }}
)

select distinct
    ticket_id,
    tag
from tagged
where tag is not null
