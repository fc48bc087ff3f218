-- One row per month (and all of them), team of people (and all) and measure of how an assisting AI is taken up, and of
-- who leaves after changes: counted of how many.
with drafts as (
    select
        conversation_id,
        leg_number,
        count(case when event_type = 'draft_suggested' then 1 end) as suggested,
        count(case when event_type = 'draft_accepted' then 1 end) as accepted
    from {{ ref('int_events_attributed') }}
    where event_type in ('draft_suggested', 'draft_accepted')
    group by conversation_id, leg_number
),

legs as (
    select
        {{ month_start('legs.opened_local_on') }} as month_on,
        coalesce(legs.team, 'unknown') as team,
        legs.actor_id,
        coalesce(drafts.suggested, 0) as suggested,
        coalesce(drafts.accepted, 0) as accepted
    from {{ ref('fct_legs') }} as legs
    left join drafts on legs.conversation_id = drafts.conversation_id and legs.leg_number = drafts.leg_number
    where legs.population = 'human' and legs.is_handled and legs.exclusion_reason is null
),

changes as (
    select distinct {{ week_start('live_for_humans_at') }} as changed_week_on
    from {{ ref('fct_changes') }}
    where live_for_humans_at is not null
),

weeks as (
    select
        {{ month_start('weeks.week_start_on') }} as month_on,
        coalesce(agents.team, 'unknown') as team,
        agents.agent_id as actor_id,
        case
            when agents.terminated_at < {{ add_days('cast(weeks.week_start_on as timestamp)', 7) }} then 1 else 0
        end as has_left,
        max(case
            when cast(weeks.week_start_on as timestamp)
                < {{ add_days('cast(changes.changed_week_on as timestamp)', 28) }}
                and weeks.week_start_on >= changes.changed_week_on then 1 else 0
        end) as is_after
    from {{ ref('dim_agents') }} as agents
    inner join {{ ref('int_whole_weeks') }} as weeks
        on agents.hired_at < cast(weeks.week_start_on as timestamp)
        and coalesce(agents.terminated_at >= cast(weeks.week_start_on as timestamp), true)
    cross join changes
    where agents.actor_type = 'human' and agents.hired_at is not null
    group by agents.agent_id, agents.terminated_at, agents.team, weeks.week_start_on
),

spread as (
    {%- for metric, relation, numerator, n in [
        ('assist_adoption', 'legs', 'case when suggested + accepted > 0 then 1 else 0 end', '1'),
        ('assist_acceptance', 'legs', 'accepted', 'greatest(suggested, accepted)'),
        ('assist_override', 'legs', 'greatest(suggested - accepted, 0)', 'greatest(suggested, accepted)'),
        ('leaving_after_change', 'weeks', 'has_left * is_after', 'is_after'),
        ('leaving_otherwise', 'weeks', 'has_left * (1 - is_after)', '1 - is_after')
    ] %}
    select month_on, team, actor_id, '{{ metric }}' as metric, {{ numerator }} as numerator, {{ n }} as n
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

{%- for period in ["'all'", month_key('month_on')] %}
{%- set outer = loop %}
{%- for team in ["'all'", 'team'] %}
select
    {{ period }} as period,
    {{ 'cast(null as date)' if outer.first else 'max(month_on)' }} as period_start_on,
    {{ team }} as team,
    metric,
    count(distinct actor_id) as actors,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(n) as bigint) as n
from spread
where month_on is not null
group by metric{{ ', ' ~ period if not outer.first }}{{ ', team' if team == 'team' }}
{{ 'union all' if not (outer.last and loop.last) }}
{%- endfor %}
{%- endfor %}
