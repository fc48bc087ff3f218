-- One row per legacy good/bad rating offered on a Zendesk ticket.
{% set fields = {
    'id': 'text', 'ticket_id': 'text', 'assignee_id': 'text', 'score': 'text', 'created_at': 'text', 'updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_zendesk', 'satisfaction_ratings'), fields) }}
)

select
    r.id as legacy_rating_id,
    r.ticket_id,
    r.assignee_id,
    case when r.score like 'good%' then 1.0e0 when r.score like 'bad%' then 0.0e0 end as score,
    {{ utc_timestamp('r.created_at') }} as created_at,
    {{ utc_timestamp('r.updated_at') }} as updated_at,
    known_at,
    first_known_at
from source
-- `unoffered` says that nobody was asked.
where r.score <> 'unoffered'
