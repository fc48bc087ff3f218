-- One row per person, decision and population of which at least one number lies beyond its threshold.
with told as (
    select
        *,
        metric_label || case when place <> 'all' then ' (' || replace(place, '_', ' ') || ')' else '' end as label,
        case when grade = 'decision' and direction <> 'none' then 'act' else 'look' end as severity,
        row_number() over (
            partition by owner, decision, population
            order by case when grade = 'decision' and direction <> 'none' then 1 else 2 end, metric_order, place
        ) as place_in_decision
    from {{ ref('int_threshold_crossings') }}
)

-- Numbers that ask the same person the same question are one alert: the first one leads, the others are named.
select
    'threshold:' || replace(lower(decision), ' ', '_') || ':' || replace(lower(owner), ' ', '_') || ':' || population
        as alert_id,
    'threshold' as kind,
    min(severity) as severity,
    population,
    max(case when place_in_decision = 1 then metric end) as about,
    max(case when place_in_decision = 1 then label
        || case population when 'human' then ', people' else ', the AI' end
        || coalesce(', ' || {{ month_key('month_on') }}, '') || ': '
        || {{ reading_text('threshold_unit', 'value', 'value_low', 'value_high', 'n') }}
        || ', surely ' || replace(replace(threshold, ' for people', ''), ' for the AI', '') || '.' end)
    || coalesce(' Likewise: '
        || {{ joined_in_order("case when place_in_decision > 1 then label end", "place_in_decision", "; ") }}
        || '.', '') as what,
    owner,
    'Decide: ' || lower(substring(decision, 1, 1)) || substring(decision, 2) as next_step,
    min(since_on) as since_on,
    max(case when place_in_decision = 1 then mart end) as evidence,
    cast(count(*) as string) || ' numbers' as state
from told
group by owner, decision, population
