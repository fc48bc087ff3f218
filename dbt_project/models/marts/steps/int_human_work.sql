-- One row per period, population, person or AI version, and measure of what the work is made of: the part and the
-- whole, in contacts or seconds.
{% set legs_measures = {
    'routine_contacts': ['case when complexity <= 2 then 1 else 0 end', 'case when complexity > 0 then 1 else 0 end'],
    'hard_contacts': ['case when complexity >= 4 then 1 else 0 end', 'case when complexity > 0 then 1 else 0 end'],
    'exception_contacts': ["case when received_by = 'hand_off' then 1 else 0 end", '1'],
    'routine_time': ['case when complexity <= 2 then handle_seconds end', 'case when complexity > 0 then handle_seconds end']
} %}
{% set people_only = ['exception_contacts', 'routine_time'] %}
with worked as (
    select
        periods.period,
        periods.period_start_on,
        legs.population,
        coalesce(legs.actor_id, 'unknown') as actor_id,
        legs.complexity,
        legs.received_by,
        -- Machine time is another thing than people's.
        case when legs.population = 'human' then legs.handle_seconds end as handle_seconds
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_contact_periods') }} as periods on legs.conversation_id = periods.conversation_id
    where legs.is_contact_leg and legs.population in ('human', 'ai')
),

by_actor as (
    select
        period,
        period_start_on,
        population,
        actor_id,
        count(*) as contacts,
        count(case when complexity is null then 1 end) as unknown_n,
        {%- for name, parts in legs_measures.items() %}
        cast(coalesce(sum({{ parts[0] }}), 0) as bigint) as {{ name }}_part,
        cast(coalesce(sum({{ parts[1] }}), 0) as bigint) as {{ name }}_whole{{ ',' if not loop.last }}
        {%- endfor %}
    from worked
    group by period, period_start_on, population, actor_id
),

hours as (
    {%- for period, start in [("'all'", 'cast(null as date)'), (month_key('local_on'), month_start('local_on'))] %}
    select
        {{ period }} as period,
        {{ start }} as period_start_on,
        agent_id,
        oversight_seconds,
        paid_seconds
    from {{ ref('int_agent_days') }}
    where paid_seconds > 0
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

{%- for name in legs_measures %}
select
    period,
    period_start_on,
    population,
    actor_id,
    '{{ name }}' as metric,
    {{ name }}_part as part,
    {{ name }}_whole as whole,
    contacts as cases,
    {{ '0' if name == 'exception_contacts' else 'unknown_n' }} as unknown_n
from by_actor
where ({{ name }}_whole > 0 or unknown_n > 0){{ " and population = 'human'" if name in people_only }}
union all
{%- endfor %}
select
    period,
    max(period_start_on) as period_start_on,
    'human' as population,
    agent_id as actor_id,
    'oversight_time' as metric,
    cast(sum(coalesce(oversight_seconds, 0)) as bigint) as part,
    cast(sum(paid_seconds) as bigint) as whole,
    count(*) as cases,
    0 as unknown_n
from hours
group by period, agent_id
