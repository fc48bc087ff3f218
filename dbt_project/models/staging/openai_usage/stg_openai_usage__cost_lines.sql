-- One row per day, project and line item of OpenAI's costs.
{% set fields = {
    'amount': {'value': 'number', 'currency': 'text'}, 'line_item': 'text', 'project_id': 'text',
    'start_time': 'integer', 'end_time': 'integer'
} %}
with source as (
    {{ latest_records(source('raw_openai_usage', 'costs'), fields) }}
)

select
    'openai_usage:' || r.start_time || ':' || coalesce(r.project_id, '') || ':' || coalesce(r.line_item, '')
        as cost_line_id,
    cast({{ epoch_to_timestamp('r.start_time') }} as date) as period_start,
    -- The end is the first second of the next day.
    cast({{ epoch_to_timestamp('r.end_time - 1') }} as date) as period_end,
    'tokens' as kind,
    cast(null as string) as agent_id,
    cast(null as string) as population,
    'openai' as vendor,
    cast(null as string) as conversation_id,
    cast(r.amount.value as decimal(18, 6)) as amount,
    upper(r.amount.currency) as currency,
    'openai_usage' as source,
    known_at as extracted_at,
    first_known_at,
    -- OpenAI says no time of change: a day is new until it is over.
    cast(null as timestamp) as source_updated_at
from source
