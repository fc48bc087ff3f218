-- One row per agent and stretch between two moments at which a plan or a state changed: what was planned, what was
-- done, and how many sessions were open.
-- One sweep over sorted edges: overlapping sessions are never joined with each other. Sums of shares are whole
-- numbers, of which 232,792,560 make a second, so that every share of up to 20 sessions is exact.
{% set other = ['break', 'training', 'coaching', 'meeting', 'oversight', 'other'] %}
{% set counts = ['planned_queue_work', 'planned_time_off', 'sessions', 'actual_available', 'actual_time_off'] %}
with stretches as (
    select agent_id, 'planned_' || activity as what, started_at, ended_at
    from {{ ref('int_shifts_unioned') }}
    union all
    select
        agent_id,
        case when activity = 'queue_work' or conversation_id is not null then 'sessions' else 'actual_' || activity end
            as what,
        started_at,
        ended_at
    from {{ ref('int_agent_states_unioned') }}
),

edges as (
    select agent_id, started_at as edge_at, what, 1 as step from stretches
    where ended_at > started_at and agent_id is not null
    union all
    select agent_id, ended_at as edge_at, what, -1 as step from stretches
    where ended_at > started_at and agent_id is not null
),

stepped as (
    select
        agent_id,
        edge_at
        {%- for count in counts %},
        sum(case when what = '{{ count }}' then step else 0 end) as {{ count }}
        {%- endfor %}
        {%- for activity in other %}
        {%- for kind in ['planned', 'actual'] %},
        sum(case when what = '{{ kind }}_{{ activity }}' then step else 0 end) as {{ kind }}_{{ activity }}
        {%- endfor %}
        {%- endfor %}
    from edges
    group by agent_id, edge_at
),

counted as (
    select
        agent_id,
        edge_at as started_at,
        lead(edge_at) over (partition by agent_id order by edge_at) as ended_at
        {%- for count in counts %},
        cast(sum({{ count }}) over so_far as bigint) as {{ count }}
        {%- endfor %}
        {%- for activity in other %}
        {%- for kind in ['planned', 'actual'] %},
        sum({{ kind }}_{{ activity }}) over so_far as {{ kind }}_{{ activity }}
        {%- endfor %}
        {%- endfor %}
    from stepped
    window so_far as (partition by agent_id order by edge_at rows between unbounded preceding and current row)
),

named as (
    select
        agent_id,
        started_at,
        ended_at,
        sessions,
        {{ seconds_between('started_at', 'ended_at') }} as seconds,
        case
            when planned_time_off > 0 then 'time_off'
            {%- for activity in other %}
            when planned_{{ activity }} > 0 then '{{ activity }}'
            {%- endfor %}
            when planned_queue_work > 0 then 'queue_work'
        end as planned,
        case
            when sessions > 0 then 'handling'
            when actual_available > 0 then 'available'
            {%- for activity in other %}
            when actual_{{ activity }} > 0 then '{{ activity }}'
            {%- endfor %}
            when actual_time_off > 0 then 'time_off'
        end as actual
    from counted
)

select
    *,
    cast(coalesce(
        sum(case when sessions > 0 then {{ integer_divide(share_units() ~ ' * seconds', 'sessions') }} end) over (
            partition by agent_id order by started_at rows between unbounded preceding and 1 preceding
        ), 0
    ) as bigint) as shares_before
from named
