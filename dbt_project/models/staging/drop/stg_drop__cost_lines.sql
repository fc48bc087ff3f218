-- One row per cost, as dropped.
{% set fields = {
    'cost_line_id': 'text',
    'period_start': 'text',
    'period_end': 'text',
    'kind': 'text',
    'agent_id': 'text',
    'population': 'text',
    'vendor': 'text',
    'conversation_id': 'text',
    'amount': 'text',
    'currency': 'text',
    'source': 'text', 'source_updated_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_drop', 'cost_lines'), fields) }}
)

select
    r.cost_line_id,
    {{ try_cast('r.period_start', 'date') }} as period_start,
    {{ try_cast('r.period_end', 'date') }} as period_end,
    r.kind,
    r.agent_id,
    r.population,
    r.vendor,
    r.conversation_id,
    {{ try_cast('r.amount', 'decimal(18,6)') }} as amount,
    r.currency,
    coalesce(r.source, 'drop') as source,
    known_at as extracted_at,
    first_known_at,
    {{ utc_timestamp('r.source_updated_at') }} as source_updated_at
from source
