-- One row per thing that happened, daily edge it starts, and intent it touches. A change of policy starts one while it
-- is live for one population only.
{%- set zone = "'" ~ var('company_time_zone') ~ "'" %}
with happened as (
    select
        ops_event_id as event_id,
        'J61' as edge_id,
        kind as event_label,
        cast(null as {{ dbt.type_string() }}) as population,
        intents,
        started_at as happened_at
    from {{ ref('int_ops_events_unioned') }}
    where {{ is_operational('kind') }} and started_at is not null
    union all
    select
        change_id as event_id,
        'J63' as edge_id,
        coalesce(subject, kind) as event_label,
        case
            when live_for_ai_at is null or live_for_humans_at < live_for_ai_at then 'human' else 'ai'
        end as population,
        intents,
        least(coalesce(live_for_humans_at, live_for_ai_at), coalesce(live_for_ai_at, live_for_humans_at)) as happened_at
    from {{ ref('fct_changes') }}
    where kind = 'policy' and coalesce(live_for_humans_at, live_for_ai_at) is not null
        and (live_for_humans_at is null or live_for_ai_at is null or live_for_humans_at <> live_for_ai_at)
)

select
    happened.event_id,
    happened.edge_id,
    happened.event_label,
    happened.population,
    intents.intent_id,
    cast({{ to_local('happened.happened_at', zone) }} as date) as happened_on
from happened
inner join {{ ref('intents') }} as intents on {{ names_id('happened.intents', 'intents.intent_id') }}
