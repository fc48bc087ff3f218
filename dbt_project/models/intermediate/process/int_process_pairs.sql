-- One row per population and pair of activities of which one follows the other: the directly-follows graph.
with counted as (
    {%- for population in ["'all'", 'first_population'] %}
    select
        {{ population }} as population,
        from_activity,
        to_activity,
        count(*) as transitions,
        count(distinct conversation_id) as cases,
        count(wait_seconds) as timed,
        cast(sum(wait_seconds) as bigint) as wait_seconds,
        cast({{ percentile('wait_seconds', 0.5) }} as bigint) as wait_p50_seconds,
        cast({{ percentile('wait_seconds', 0.9) }} as bigint) as wait_p90_seconds,
        max(case when is_allowed then 1 else 0 end) = 1 as is_allowed
    from {{ ref('int_process_transitions') }}
    group by {{ 'first_population, ' if population == 'first_population' }}from_activity, to_activity
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

pairs as (
    select population, from_activity, to_activity from counted
    union distinct
    select population, to_activity as from_activity, from_activity as to_activity from counted
)

select
    pairs.population,
    pairs.from_activity,
    pairs.to_activity,
    coalesce(forward.transitions, 0) as transitions,
    coalesce(back.transitions, 0) as reverse_transitions,
    {{ dependency(
        'pairs.from_activity = pairs.to_activity', 'coalesce(forward.transitions, 0)', 'coalesce(back.transitions, 0)'
    ) }} as dependency,
    coalesce(forward.cases, 0) as cases,
    coalesce(forward.timed, 0) as timed,
    forward.wait_seconds,
    forward.wait_p50_seconds,
    forward.wait_p90_seconds,
    coalesce(forward.is_allowed, false) as is_allowed
from pairs
left join counted as forward
    on pairs.population = forward.population
    and pairs.from_activity = forward.from_activity
    and pairs.to_activity = forward.to_activity
left join counted as back
    on pairs.population = back.population
    and pairs.from_activity = back.to_activity
    and pairs.to_activity = back.from_activity
where pairs.population is not null
