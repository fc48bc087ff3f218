-- One row per thing that happened and could move a measure: a change reaching people or the AI, an operational event,
-- a class of people hired.
with changes as (
    {%- for side, at in [('human', 'live_for_humans_at'), ('ai', 'live_for_ai_at')] %}
    select
        change_id || ':{{ side }}' as event_id,
        kind,
        subject as label,
        '{{ side }}' as population,
        intents,
        owner,
        {{ at }} as occurred_at
    from {{ ref('int_changes_unioned') }}
    where {{ at }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

operations as (
    select
        ops_event_id as event_id,
        kind,
        kind as label,
        'all' as population,
        intents,
        cast(null as string) as owner,
        started_at as occurred_at
    from {{ ref('int_ops_events_unioned') }}
    where {{ is_operational('kind') }} and started_at is not null
),

classes as (
    select
        'hired:' || cast(cast(hired_at as date) as string) as event_id,
        'hiring' as kind,
        cast(count(*) as string) || ' people hired' as label,
        'human' as population,
        cast(null as string) as intents,
        cast(null as string) as owner,
        min(hired_at) as occurred_at
    from {{ ref('dim_agents') }}
    where actor_type = 'human' and hired_at is not null
    group by cast(hired_at as date)
    having count(*) >= 2
)

select event_id, kind, label, population, intents, owner, occurred_at from changes
union all
select event_id, kind, label, population, intents, owner, occurred_at from operations
union all
select event_id, kind, label, population, intents, owner, occurred_at from classes
