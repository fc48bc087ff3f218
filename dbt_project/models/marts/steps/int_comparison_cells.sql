-- One row per unit, group, stratum and cluster: how many count for each measure, and how many of them had the
-- outcome. A stratum holds only what was known before handling. People's contacts belong together by agent; the AI,
-- which is one agent, is cut into weeks of a version. The unit `ended` credits a contact to whoever ended it; the
-- unit `received` to whoever received it first, whoever had to end it.
{%- set counts = [
    'judged', 'verified', 'recontacted', 'surveyed', 'rated', 'satisfied', 'scored', 'score_points', 'handled',
    'passed_on', 'timed', 'log_points', 'log_square_points'
] %}
with ended as (
    select
        'ended' as unit,
        legs.*,
        1 as handled,
        log_points * log_points as log_square_points
    from {{ ref('int_comparison_legs') }} as legs
),

outcomes as (
    select
        conversation_id,
        {%- for count in ['judged', 'verified', 'recontacted'] %}
        sum(case when is_contact_leg then {{ count }} else 0 end) as {{ count }},
        {%- endfor %}
        sum(surveyed) as surveyed,
        sum(rated) as rated,
        sum(satisfied) as satisfied
    from {{ ref('int_comparison_legs') }}
    group by conversation_id
),

received as (
    select
        'received' as unit,
        legs.*,
        outcomes.judged as way_judged,
        outcomes.verified as way_verified,
        outcomes.recontacted as way_recontacted,
        outcomes.surveyed as way_surveyed,
        outcomes.rated as way_rated,
        outcomes.satisfied as way_satisfied
    from {{ ref('int_comparison_legs') }} as legs
    inner join outcomes on legs.conversation_id = outcomes.conversation_id
    where legs.is_first
)

{% for unit in ['ended', 'received'] -%}
select
    unit,
    population,
    vendor,
    ai_version,
    employer_type,
    agent_cohort,
    intent_id,
    family,
    band,
    channel,
    arrival,
    cluster_id,
    min(opened_local_on) as first_on,
    {%- for count in counts %}
    {%- set value = count if unit == 'ended' else 'way_' ~ count if loop.index <= 6 else '0' %}
    cast(sum({{ value }}) as bigint) as {{ count }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ unit }}
group by
    unit, population, vendor, ai_version, employer_type, agent_cohort, intent_id, family, band, channel,
    arrival, cluster_id
{{ 'union all' if not loop.last }}
{% endfor %}
