-- One row per population, period and failure path: how many took it, of how many. Paths of a journey stand under `all`,
-- since several populations share one; a journey counts once the 7 days after its end are over, and nobody can tell of
-- one whose person is not known.
{% set paths = {
    'transfer': ['has_transfer', '1', ['human', 'ai']],
    'transfer_warm': ['has_warm_transfer', '1', ['human', 'ai']],
    'transfer_cold': ['has_cold_transfer', '1', ['human', 'ai']],
    'escalation': ['has_escalation', '1', ['human', 'ai']],
    'ping_pong': ['has_ping_pong', '1', ['human', 'ai']],
    'reopen': ['is_reopened', 'is_closed', ['human', 'ai']],
    'hand_off': ['has_hand_off', '1', ['ai']],
    'loop': ['has_loop', '1', ['ai']],
    'stall': ['has_stall', 'has_hand_off', ['ai']]
} %}
{% set journeys = {
    'single_failure': ['has_failure and not is_double_failure', 'true'],
    'double_failure': ['is_double_failure', 'true'],
    'double_failure_1': ['is_human_failure_after_ai', 'true'],
    'double_failure_2': ['is_ai_failure_after_other_channel', 'true'],
    'double_failure_3': ['is_ai_failure_in_two_channels', 'true'],
    'recovery_after_single': ['is_recovered', 'has_failure and not is_double_failure'],
    'recovery_after_double': ['is_recovered', 'is_double_failure']
} %}
with flagged as (
    select flags.*, periods.period, periods.period_start_on
    from {{ ref('int_failure_paths_flagged') }} as flags
    inner join {{ ref('int_contact_periods') }} as periods on flags.conversation_id = periods.conversation_id
),

journeys as (
    select journeys.*, periods.period, periods.period_start_on
    from {{ ref('fct_journeys') }} as journeys
    inner join {{ ref('int_contact_periods') }} as periods on journeys.journey_id = periods.conversation_id
    cross join {{ ref('int_horizon_found') }} as horizon
    where journeys.contacts > 0 and {{ add_hours('journeys.ended_at', 168) }} <= horizon.observed_until
)

{%- for path, rule in paths.items() %}

select
    population,
    period,
    period_start_on,
    '{{ path }}' as metric,
    count(case when {{ rule[0] }} = 1 and {{ rule[1] }} = 1 then 1 end) as numerator,
    count(case when {{ rule[1] }} = 1 then 1 end) as n,
    cast(0 as bigint) as unknown_n
from flagged
where population in ('{{ rule[2] | join("', '") }}')
group by population, period, period_start_on
union all
{%- endfor %}
{%- for path, rule in journeys.items() %}

select
    'all' as population,
    period,
    period_start_on,
    '{{ path }}' as metric,
    count(case when {{ rule[1] }} and is_identified and ({{ rule[0] }}) then 1 end) as numerator,
    count(case when {{ rule[1] }} and is_identified and ({{ rule[0] }}) is not null then 1 end) as n,
    count(case when {{ rule[1] }} and (not is_identified or ({{ rule[0] }}) is null) then 1 end) as unknown_n
from journeys
group by period, period_start_on
{{ 'union all' if not loop.last }}
{%- endfor %}
