-- A failure means that a project used tokens on a day for which OpenAI told no cost: the cost of the AI is too low, or
-- the key that reads it does not see that project. Money follows tokens by a day or two: the newest days are not asked.
{{ config(enabled='openai_usage' in var('optional_sources', [])) }}
{% set fields = {'project_id': 'text', 'start_time': 'integer', 'num_model_requests': 'integer'} %}
with usage as (
    {{ latest_records(source('raw_openai_usage', 'usage'), fields) }}
),

used as (
    select distinct
        coalesce(r.project_id, '') as project_id,
        r.start_time,
        cast({{ epoch_to_timestamp('r.start_time') }} as date) as used_on
    from usage
    where r.num_model_requests > 0
),

newest as (
    select max(start_time) as start_time from used
)

select
    used.project_id,
    used.used_on
from used
cross join newest
left join {{ ref('stg_openai_usage__cost_lines') }} as costs
    on used.used_on = costs.period_start
    and costs.cost_line_id like 'openai_usage:%:' || used.project_id || ':%'
where used.start_time < newest.start_time - 2 * 86400 and costs.cost_line_id is null
