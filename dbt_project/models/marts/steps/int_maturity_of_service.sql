-- One row per indicator of Process and population: what the data shows of it.
with journeys as (
    select journey_id, max(last_population) as population, min(case when events > 0 then 1 else 0 end) as is_covered
    from {{ ref('fct_conversations') }}
    where is_contact and last_population is not null
    group by journey_id
),

deviations as (
    select count(*) as without_owner
    from {{ ref('process_flow') }}
    where is_shown and not is_allowed and owner is null
),

weeks as (
    select
        count(*) as n,
        sum(case when hand_offs.latency_seconds <= {{ var('hand_off_target_seconds') }} then 1 else 0 end) as in_time
    from {{ ref('fct_hand_offs') }} as hand_offs
    cross join {{ ref('int_horizon_found') }} as horizon
    where {{ seconds_between('hand_offs.handed_off_at', 'horizon.observed_until') }} between 0 and 7257599
    group by {{ whole_weeks('hand_offs.handed_off_at', 'horizon.observed_until') }}
),

kept_weeks as (
    select sum(n) as n, sum(case when in_time >= 0.9 * n then 1 else 0 end) as weeks
    from weeks
    where n >= {{ minimum_n() }}
),

requests as (
    select
        max(case when metric = 'request_granted' then value end) as granted,
        max(case when metric = 'request_granted' then n end) as n,
        max(case when metric = 'request_granted_out_of_hours' then value end) as granted_out_of_hours
    from {{ ref('process_hand_offs') }}
    where period = 'all' and channel = 'all'
),

use_cases as (
    select
        count(*) as n,
        avg(case when seen.is_classified and seen.has_owner then 1e0 else 0e0 end) as share,
        min(
            case
                when {{ seconds_between('cast(register.reviewed_on as timestamp)', 'seen.observed_until') }} <= 7776000
                    then 3
                else 2
            end
        ) as highest
    from {{ ref('process_use_cases') }} as seen
    left join {{ ref('use_cases') }} as register on seen.register_key = register.use_case_id
)

select {{ evidence(
    "'process_1'",
    'population',
    'avg(cast(is_covered as double))',
    'count(*)'
) }} from journeys group by population
union all
select {{ evidence(
    "'process_2'",
    'population',
    'value',
    'n',
    'case when without_owner = 0 then 3 else 2 end'
) }}
from {{ ref('process_variants') }}
cross join deviations
where metric = 'conformant_case_rate' and population in ('human', 'ai')
union all
select {{ evidence("'process_3'", "'ai'", 'weeks', 'n') }} from kept_weeks
union all
select {{ evidence(
    "'process_4'",
    "'ai'",
    'granted',
    'n',
    'case when granted_out_of_hours >= 0.9 then 3 else 2 end'
) }} from requests
union all
select {{ evidence("'process_5'", "'ai'", 'share', 'n', 'highest') }} from use_cases
