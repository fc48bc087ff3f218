-- One row per contact of a person: how busy that person's team was in the hour in which the contact was taken up.
with hours as (
    select
        agents.team,
        date_trunc('hour', intervals.interval_start_at) as hour_at,
        sum(intervals.handling_seconds) as handling_seconds,
        sum(intervals.available_seconds) as available_seconds
    from {{ ref('fct_agent_intervals') }} as intervals
    inner join {{ ref('dim_agents') }} as agents on intervals.agent_id = agents.agent_id
    where agents.team is not null
    group by 1, 2
),

taken_up as (
    select
        leg_id,
        team,
        -- Whoever writes at night is met by the load of the morning.
        date_trunc('hour', {{ add_seconds('started_at', 'coalesce(first_response_seconds, 0)') }}) as hour_at
    from {{ ref('fct_legs') }}
    where population = 'human' and (is_contact_leg or is_judged)
)

select
    taken_up.leg_id,
    {{ occupancy_band(occupancy('hours.handling_seconds', 'hours.available_seconds')) }} as band
from taken_up
inner join hours on taken_up.team = hours.team and taken_up.hour_at = hours.hour_at
