-- One row per month (and all of them) and what became of planned coaching: delivered, cancelled with its reason, or
-- outstanding. The share of `delivered` is the protected share.
with sessions as (
    select
        {{ month_start('planned_at') }} as planned_month_on,
        case
            when delivered_at is not null then 'delivered'
            when cancelled_at is not null then 'cancelled'
            else 'outstanding'
        end as outcome,
        case
            when delivered_at is null and cancelled_at is not null then coalesce(cancel_reason, 'not known')
        end as reason,
        duration_seconds
    from {{ ref('int_coaching_sessions_unioned') }}
    where planned_at is not null
),

weeks as (
    select {{ month_start('week_start_on') }} as planned_month_on, count(*) as agent_weeks
    from (select distinct agent_id, week_start_on from {{ ref('int_person_weeks') }}) as worked
    group by {{ month_start('week_start_on') }}
),

spread as (
    {%- for period, month in [("'all'", 'cast(null as date)'), (month_key('planned_month_on'), 'planned_month_on')] %}
    select {{ period }} as period, {{ month }} as period_start_on, outcome, reason, duration_seconds
    from sessions
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

worked as (
    select 'all' as period, sum(agent_weeks) as agent_weeks from weeks
    union all
    select {{ month_key('planned_month_on') }} as period, agent_weeks from weeks
),

summed as (
    select
        period,
        max(period_start_on) as period_start_on,
        outcome,
        coalesce(reason, 'none') as reason,
        count(*) as sessions,
        count(duration_seconds) as timed_sessions,
        cast(sum(duration_seconds) as bigint) as seconds
    from spread
    group by period, outcome, coalesce(reason, 'none')
),

totals as (
    select *, cast(sum(sessions) over (partition by period) as bigint) as planned_sessions,
        cast(sum(seconds) over (partition by period) as bigint) as planned_seconds
    from summed
)

select
    totals.period,
    totals.period_start_on,
    'human' as population,
    totals.outcome,
    totals.reason,
    cast(totals.sessions as bigint) as n,
    totals.planned_sessions,
    cast(totals.seconds as double) / 60 as minutes,
    cast(totals.planned_seconds as double) / 60 as planned_minutes,
    {{ ratio('totals.seconds', 'totals.planned_seconds') }} as share,
    {{ wilson_low('totals.sessions', 'totals.planned_sessions') }} as sessions_share_low,
    {{ wilson_high('totals.sessions', 'totals.planned_sessions') }} as sessions_share_high,
    {{ ratio('totals.seconds', '(60 * worked.agent_weeks)') }} as minutes_an_agent_week
from totals
left join worked on totals.period = worked.period
