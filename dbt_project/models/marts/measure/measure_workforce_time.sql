-- One row per period and team of people (and `all`): where paid time went, and whether plans were kept. Of a team of
-- fewer than five nothing is told: it would be about persons.
{% set times = [
    'paid', 'external', 'internal', 'oversight', 'handling', 'available', 'extra', 'scheduled', 'in_schedule',
    'scheduled_work', 'worked'
] %}
with days as (
    select days.*, coalesce(agents.team, 'unknown') as team
    from {{ ref('int_agent_days') }} as days
    left join {{ ref('dim_agents') }} as agents on days.agent_id = agents.agent_id
),

spread as (
    {%- for team in ['team', "'all'"] %}
    {%- for period in ["'all'", month_key('local_on')] %}
    select
        {{ period }} as period,
        {{ 'cast(null as date)' if period == "'all'" else month_start('local_on') }} as period_start_on,
        {{ team }} as team,
        agent_id
        {%- for time in times %},
        {{ time }}_seconds
        {%- endfor %}
    from days
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

summed as (
    select
        period,
        period_start_on,
        team,
        count(distinct agent_id) as agents,
        count(*) as n
        {%- for time in times %},
        cast(sum({{ time }}_seconds) as bigint) as {{ time }}_seconds
        {%- endfor %}
    from spread
    group by period, period_start_on, team
),

measured as (
    select
        *,
        {{ unexplained_time(
            'handling_seconds', 'available_seconds', 'internal_seconds', 'external_seconds', 'paid_seconds'
        ) }} as unexplained_seconds,
        {{ occupancy('handling_seconds', 'available_seconds') }} as occupancy,
        {{ utilisation('handling_seconds', 'paid_seconds') }} as utilisation,
        {{ utilisation('(handling_seconds + oversight_seconds)', 'paid_seconds') }} as utilisation_with_oversight,
        {{ shrinkage_total('handling_seconds', 'available_seconds', 'paid_seconds') }} as shrinkage_total,
        {{ shrinkage_external('external_seconds', 'paid_seconds') }} as shrinkage_external,
        {{ shrinkage_internal('internal_seconds', 'external_seconds', 'paid_seconds') }} as shrinkage_internal,
        {{ shrinkage_combined('internal_seconds', 'external_seconds', 'paid_seconds') }} as shrinkage_combined,
        {{ adherence('in_schedule_seconds', 'scheduled_seconds') }} as adherence,
        {{ conformance('worked_seconds', 'scheduled_work_seconds') }} as conformance
    from summed
),

judged as (
    select
        *,
        case
            when team <> 'all' and agents < {{ minimum_actors() }} then 'Fewer than {{ minimum_actors() }} people'
            when n < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} agent days'
        end as withheld_reason,
        team <> 'all' and agents < {{ minimum_actors() }} as is_about_persons
    from measured
)

select
    'human' as population,
    period,
    period_start_on,
    team,
    agents,
    n,
    {%- for time in times %}
    case when not is_about_persons then {{ time }}_seconds end as {{ time }}_seconds,
    {%- endfor %}
    case when not is_about_persons then unexplained_seconds end as unexplained_seconds,
    {%- for rate in [
        'occupancy', 'utilisation', 'utilisation_with_oversight', 'shrinkage_total', 'shrinkage_external',
        'shrinkage_internal', 'shrinkage_combined', 'adherence', 'conformance'
    ] %}
    case when withheld_reason is null then {{ rate }} end as {{ rate }},
    {%- endfor %}
    withheld_reason is not null as is_withheld,
    withheld_reason
from judged
