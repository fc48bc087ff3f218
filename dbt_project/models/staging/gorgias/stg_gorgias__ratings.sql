-- One row per satisfaction survey that was sent about a Gorgias ticket. One without a score counts as asked.
{% set fields = {
    'id': 'text', 'ticket_id': 'text', 'score': 'number', 'sent_datetime': 'text', 'scored_datetime': 'text'
} %}
with source as (
    {{ latest_records(source('raw_gorgias', 'satisfaction_surveys'), fields) }}
)

select
    'gorgias:csat:' || r.id as rating_id,
    'gorgias:' || r.ticket_id as conversation_id,
    -- A survey names nobody: one ticket may have been answered by several, people and the AI agent.
    cast(null as string) as actor_id,
    'csat' as kind,
    r.score,
    1.0e0 as scale_min,
    5.0e0 as scale_max,
    {{ utc_timestamp('r.sent_datetime') }} as asked_at,
    {{ utc_timestamp('r.scored_datetime') }} as answered_at,
    'gorgias' as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('coalesce(r.scored_datetime, r.sent_datetime)') }} as source_updated_at
from source
where r.sent_datetime is not null or r.score is not null
