-- One row per population and period: what would be assumed resolved, what held, and how much of it was silence.
-- A silent exit is a contact kept without a hand-off that nobody confirmed and nobody came back about: helped or gone.
select
    ladder.population,
    periods.period,
    periods.period_start_on,
    count(*) as involved,
    count(case when is_substantive then 1 end) as substantive,
    count(case when is_contained then 1 end) as contained,
    count(case when is_assumed then 1 end) as assumed,
    count(case when is_confirmed then 1 end) as confirmed,
    count(case when is_traceable and is_mature_7d then 1 end) as mature,
    count(case when is_traceable and is_mature_7d and is_assumed then 1 end) as assumed_mature,
    count(case when is_traceable and is_mature_7d and is_verified_7d then 1 end) as verified,
    count(case when is_traceable and is_mature_7d and is_assumed and not is_verified_7d then 1 end)
        as assumed_but_not_verified,
    count(case when is_traceable and is_mature_7d and is_verified_7d and not is_confirmed then 1 end)
        as verified_silent,
    count(case when is_mature_7d and not is_traceable then 1 end) as unknown_n
from {{ ref('int_ladder_judged') }} as ladder
inner join {{ ref('int_contact_periods') }} as periods on ladder.conversation_id = periods.conversation_id
group by ladder.population, periods.period, periods.period_start_on
