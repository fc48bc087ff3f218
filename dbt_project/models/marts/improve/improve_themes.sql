-- One row per theme that customers spoke of and population: routed, acknowledged, changed, live, and whether fewer
-- contacts failed in the four weeks after than in the four before it was routed; and in the four weeks after those.
{%- set spans = ['before', 'after', 'later'] %}
with themes as (
    select themes.ops_event_id as theme_id, intents.intent_id, themes.started_at, themes.ended_at
    from {{ ref('int_ops_events_unioned') }} as themes
    inner join {{ ref('intents') }} as intents on {{ names_id('themes.intents', 'intents.intent_id') }}
    where themes.kind = 'theme' and themes.started_at is not null
),

changed as (
    select
        themes.theme_id,
        changes.change_id,
        changes.decided_at,
        changes.live_for_humans_at,
        changes.live_for_ai_at,
        row_number() over (partition by themes.theme_id order by changes.decided_at, changes.change_id) as place
    from themes
    inner join {{ ref('fct_changes') }} as changes
        on {{ names_id('changes.intents', 'themes.intent_id') }} and themes.started_at <= changes.decided_at
),

placed as (
    {%- for population, live in [('human', 'live_for_humans_at'), ('ai', 'live_for_ai_at')] %}
    select
        themes.theme_id,
        themes.intent_id,
        '{{ population }}' as population,
        themes.started_at as routed_at,
        themes.ended_at as acknowledged_at,
        changed.change_id,
        changed.decided_at,
        changed.{{ live }} as live_at
    from themes
    left join changed on themes.theme_id = changed.theme_id and changed.place = 1
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

counted as (
    select
        placed.theme_id,
        placed.population,
        count(distinct placed.intent_id) as matters,
        min(placed.intent_id) as first_intent_id,
        max(placed.routed_at) as routed_at,
        max(placed.acknowledged_at) as acknowledged_at,
        max(placed.change_id) as change_id,
        max(placed.decided_at) as decided_at,
        max(placed.live_at) as live_at,
        {%- for span in spans %}
        cast(coalesce(sum(case when {{ theme_span(span) }} then days.told end), 0) as bigint) as n_{{ span }},
        cast(coalesce(sum(case when {{ theme_span(span) }} then days.failed end), 0) as bigint) as failed_{{ span }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from placed
    left join {{ ref('int_theme_days') }} as days
        on placed.intent_id = days.intent_id and placed.population = days.population
    group by placed.theme_id, placed.population
),

compared as (
    select
        *,
        least(n_before, n_after) >= {{ minimum_n_compared() }} as is_compared,
        {{ contrast('failed_after', 'n_after', 'failed_before', 'n_before') }} as change_of_rate,
        sqrt({{ contrast_low_square('failed_after', 'n_after', 'failed_before', 'n_before') }}) as reach_low,
        sqrt({{ contrast_high_square('failed_after', 'n_after', 'failed_before', 'n_before') }}) as reach_high
    from counted
)

select
    theme_id,
    population,
    first_intent_id as intent_id,
    matters,
    change_id,
    routed_at,
    acknowledged_at,
    decided_at,
    live_at,
    {{ ratio(seconds_between('routed_at', 'acknowledged_at'), '86400') }} as days_to_acknowledge,
    {{ ratio(seconds_between('routed_at', 'live_at'), '86400') }} as days_to_fix,
    n_before,
    failed_before,
    n_after,
    failed_after,
    n_later,
    failed_later,
    case when is_compared then change_of_rate end as difference,
    case when is_compared then change_of_rate - reach_low end as difference_low,
    case when is_compared then change_of_rate + reach_high end as difference_high,
    {{ theme_verdict() }} as verdict
from compared
