-- One row per period, channel, language (each and `all`) and measure of governance: counted of how many.
{% set measures = {
    'disclosure_in_time': [
        "case when disclosure = 'in_time' then 1 else 0 end", 'case when disclosure is not null then 1 else 0 end'],
    'disclosure_late': [
        "case when disclosure = 'late' then 1 else 0 end", 'case when disclosure is not null then 1 else 0 end'],
    'disclosure_missing': [
        "case when disclosure = 'missing' then 1 else 0 end", 'case when disclosure is not null then 1 else 0 end'],
    'human_available': [
        'case when is_human_requested and is_human_reached then 1 else 0 end',
        'case when is_human_requested then 1 else 0 end'],
    'human_available_in_hours': [
        'case when is_human_requested and is_human_reached and not is_asked_out_of_hours then 1 else 0 end',
        'case when is_human_requested and not is_asked_out_of_hours then 1 else 0 end'],
    'human_available_out_of_hours': [
        'case when is_human_requested and is_human_reached and is_asked_out_of_hours then 1 else 0 end',
        'case when is_human_requested and is_asked_out_of_hours then 1 else 0 end'],
    'out_of_bounds': ['out_of_bounds', 'actions'],
    'out_of_bounds_executed': ['out_of_bounds - out_of_bounds_blocked', 'actions'],
    'out_of_bounds_blocked': ['out_of_bounds_blocked', 'out_of_bounds'],
    'near_limit': ['near_limit', 'actions'],
    'approval_coverage': ['approvals_before', 'approvals_needed'],
    'rubber_stamp': ['rubber_stamps', 'approvals_timed'],
    'override': ['overridden', 'reviewed'],
    'audit_complete': ['case when is_log_complete then 1 else 0 end', '1'],
    'sub_agent_loop': ['case when returns > 0 then 1 else 0 end', 'case when hops is not null then 1 else 0 end'],
    'sub_agent_long_chain': ['case when hops > 3 then 1 else 0 end', 'case when hops is not null then 1 else 0 end']
} %}
with placed as (
    select facts.*, periods.period, periods.period_start_on
    from {{ ref('int_governance_conversations') }} as facts
    inner join {{ ref('int_contact_periods') }} as periods on facts.conversation_id = periods.conversation_id
    where facts.population = 'ai'
),

summed as (
    select
        period,
        period_start_on,
        channel,
        language,
        {%- for metric, parts in measures.items() %}
        cast(sum({{ parts[0] }}) as bigint) as {{ metric }}_numerator,
        cast(sum({{ parts[1] }}) as bigint) as {{ metric }}_n{{ ',' if not loop.last }}
        {%- endfor %}
    from placed
    group by period, period_start_on, channel, language
),

long_form as (
    {%- for metric in measures %}
    select
        period,
        period_start_on,
        channel,
        language,
        '{{ metric }}' as metric,
        {{ metric }}_numerator as numerator,
        {{ metric }}_n as n
    from summed
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

{%- for channel, language in [("'all'", "'all'"), ('channel', "'all'"), ("'all'", 'language')] %}

select
    period,
    period_start_on,
    {{ "'all'" if channel == "'all'" else "coalesce(channel, 'unknown')" }} as channel,
    {{ "'all'" if language == "'all'" else "coalesce(language, 'unknown')" }} as language,
    metric,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(n) as bigint) as n
from long_form
group by period, period_start_on, metric
{%- if channel == 'channel' %}, coalesce(channel, 'unknown'){% endif %}
{%- if language == 'language' %}, coalesce(language, 'unknown'){% endif %}
{{ 'union all' if not loop.last }}
{%- endfor %}
