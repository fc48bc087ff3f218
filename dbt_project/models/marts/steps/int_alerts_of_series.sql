-- One row per weekly series that stands out now: its newest week is a signal, or its level moved in the last weeks.
with weeks as (
    select *, row_number() over (partition by population, measure order by week_start_on desc) as age
    from {{ ref('improve_control_charts') }}
),

-- A sum over provisional limits adds up the very weeks that the limits were taken from: it signals nothing yet.
signals as (
    select
        'signal' as kind,
        'look' as severity,
        population,
        measure,
        cast(null as string) as event_owner,
        sentence || case when is_signal then '' else ' Several weeks together drifted from their level.' end
            as sentence,
        'Look for what happened in that week before changing anything' as next_step,
        week_start_on as since_on,
        'improve_control_charts' as evidence
    from weeks
    where age = 1 and (is_signal or (is_cusum_signal and is_frozen))
),

breaks as (
    select
        'break' as kind,
        case when points.is_matched then 'look' else 'act' end as severity,
        points.population,
        points.measure,
        points.event_owner,
        points.sentence,
        case
            when points.is_matched then 'Ask the owner of ' || points.event_label || ' whether this was meant'
            else 'Find what changed in that week'
        end as next_step,
        points.break_on as since_on,
        'improve_change_points' as evidence
    from {{ ref('improve_change_points') }} as points
    cross join {{ ref('int_horizon_found') }} as horizon
    where {{ add_days('cast(points.break_on as timestamp)', 7 * var('alert_weeks')) }} > horizon.observed_until
),

found as (
    select * from signals
    union all
    select * from breaks
)

select
    found.kind || ':' || found.measure || ':' || found.population || ':' || cast(found.since_on as string) as alert_id,
    found.kind,
    found.severity,
    found.population,
    found.measure as about,
    coalesce(register.metric_label, replace(found.measure, '_', ' '))
    || case found.population when 'human' then ', people' when 'ai' then ', the AI' else '' end
    || ', week of ' || cast(found.since_on as string) || ': ' || found.sentence as what,
    coalesce(found.event_owner, register.owner) as owner,
    found.next_step,
    found.since_on,
    found.evidence,
    cast(null as string) as state
from found
left join {{ ref('metric_register') }} as register on found.measure = register.metric
