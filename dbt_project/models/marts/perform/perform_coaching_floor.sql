-- One row per period and measure of whether people are coached enough: the weeks in which somebody got the floor of
-- minutes, what was coached and reviewed again in time, and how many people one leader has.
with weeks as (
    select distinct agent_id, week_start_on from {{ ref('int_person_weeks') }}
),

delivered as (
    select agent_id, {{ week_start('delivered_at') }} as week_start_on, sum(duration_seconds) as seconds
    from {{ ref('int_coaching_sessions_unioned') }}
    where delivered_at is not null group by agent_id, {{ week_start('delivered_at') }}
),

covered as (
    select
        weeks.agent_id,
        {{ month_start('weeks.week_start_on') }} as month_on,
        case when delivered.seconds >= {{ var('coaching_floor_minutes') }} * 60 then 1 else 0 end as is_enough,
        case when delivered.agent_id is not null and delivered.seconds is null then 1 else 0 end as is_untold
    from weeks
    left join delivered on weeks.agent_id = delivered.agent_id and weeks.week_start_on = delivered.week_start_on
),

coached as (
    select
        sessions.coaching_session_id,
        {{ month_start('sessions.delivered_at') }} as month_on,
        max(case when scores.reviewed_at > sessions.delivered_at
            and scores.reviewed_at <= {{ add_days('sessions.delivered_at', 21) }} then 1 else 0 end) as is_closed
    from {{ ref('int_coaching_sessions_unioned') }} as sessions
    cross join {{ ref('int_horizon_found') }} as horizon
    left join {{ ref('fct_quality_scores') }} as scores
        on sessions.agent_id = scores.actor_id and sessions.dimension = scores.dimension and scores.score is not null
    where sessions.dimension is not null
        and {{ add_days('sessions.delivered_at', 21) }} <= horizon.observed_until
    group by sessions.coaching_session_id, {{ month_start('sessions.delivered_at') }}
),

-- The leader is whom the staff list names, or else whoever coaches most of somebody's sessions.
coaches as (
    select agent_id, coach_id, row_number() over (partition by agent_id order by count(*) desc, coach_id) as place
    from {{ ref('int_coaching_sessions_unioned') }}
    where coach_id is not null
    group by agent_id, coach_id
),

spans as (
    select coalesce(agents.manager_agent_id, coaches.coach_id) as leader_id, count(*) as people
    from {{ ref('dim_agents') }} as agents
    left join coaches on agents.agent_id = coaches.agent_id and coaches.place = 1
    where agents.actor_type = 'human' and agents.terminated_at is null
    group by coalesce(agents.manager_agent_id, coaches.coach_id)
),

counted as (
    {%- for metric, relation, numerator, n, unknown_n in [
        ('coaching_floor', 'covered', 'sum(is_enough)', 'count(*) - sum(is_untold)', 'sum(is_untold)'),
        ('coaching_loop', 'coached', 'sum(is_closed)', 'count(*)', '0')
    ] %}
    {%- for period in ["'all'", month_key('month_on')] %}
    select
        {{ period }} as period,
        {{ 'cast(null as date)' if loop.first else 'max(month_on)' }} as period_start_on,
        '{{ metric }}' as metric,
        cast({{ numerator }} as bigint) as numerator,
        cast({{ n }} as bigint) as n,
        cast({{ unknown_n }} as bigint) as unknown_n
    from {{ relation }}
    {{ 'group by ' ~ period if not loop.first }}
    union all
    {%- endfor %}
    {%- endfor %}
    select 'all' as period, cast(null as date) as period_start_on, 'span_of_control' as metric,
        cast(sum(case when leader_id is not null then people end) as bigint) as numerator,
        count(leader_id) as n,
        cast(coalesce(sum(case when leader_id is null then people end), 0) as bigint) as unknown_n
    from spans
),

judged as (
    select
        *,
        metric <> 'span_of_control' as is_rate,
        case
            when metric <> 'span_of_control' then {{ withheld_reason('n', 'unknown_n') }}
            when n = 0 then 'Nobody knows who leads whom'
        end as withheld_reason
    from counted
)

select
    judged.period,
    judged.period_start_on,
    'human' as population,
    judged.metric,
    register.metric_label,
    register.unit,
    judged.numerator,
    judged.n,
    judged.unknown_n,
    case when is_rate and withheld_reason is null then {{ ratio('judged.numerator', 'judged.n') }} end as value,
    case when is_rate and withheld_reason is null then {{ wilson_low('judged.numerator', 'judged.n') }} end
        as value_low,
    case when is_rate and withheld_reason is null then {{ wilson_high('judged.numerator', 'judged.n') }} end
        as value_high,
    case when not judged.is_rate then {{ ratio('judged.numerator', 'judged.n') }} end as people_per_leader,
    judged.withheld_reason is not null as is_withheld,
    judged.withheld_reason
from judged
inner join {{ ref('metric_register') }} as register on judged.metric = register.metric
where judged.n > 0 or not judged.is_rate
