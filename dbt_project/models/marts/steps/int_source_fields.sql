-- One row per source, standard entity and field that decisions need: records it gave, and those with the field filled.
{% set asked = {
    'conversations': ['customer_id', 'opened_at', 'resolved_at', 'status', 'native_intent', 'language', 'group_id'],
    'conversation_events': ['occurred_at', 'actor_id', 'actor_type', 'text_chars', 'text_hash'],
    'ai_events': ['tool_name', 'article_id', 'sub_agent', 'tokens_in', 'tokens_out', 'latency_seconds'],
    'ratings': ['score', 'scale_max', 'asked_at', 'answered_at', 'actor_id'],
    'customers': ['identity_hash', 'account_id', 'segment', 'plan', 'created_at'],
    'outcome_claims': ['conversation_id', 'claim_state', 'claimed_at', 'billed_amount', 'invoice_id'],
    'ai_actions': ['actor_id', 'occurred_at', 'amount', 'limit_amount', 'approved_by', 'decision']
} %}
with
{%- for entity, fields in asked.items() %}
{{ entity }} as (
    select
        {{ "vendor as source" if entity == 'outcome_claims' else 'source' }},
        count(*) as records
        {%- for field in fields %},
        count({{ field }}) as {{ field }}
        {%- endfor %}
    from {{ ref('int_conversation_events_unioned' if entity == 'ai_events' else 'int_' ~ entity ~ '_unioned') }}
    {{ "where actor_type = 'ai'" if entity == 'ai_events' }}
    group by {{ 'vendor' if entity == 'outcome_claims' else 'source' }}
){{ ',' if not loop.last }}
{% endfor %}

{%- for entity, fields in asked.items() %}
{%- set outer_last = loop.last %}
{%- for field in fields %}
select source, '{{ entity }}' as entity, '{{ field }}' as field, records, {{ field }} as filled from {{ entity }}
{{ 'union all' if not (loop.last and outer_last) }}
{%- endfor %}
{%- endfor %}
