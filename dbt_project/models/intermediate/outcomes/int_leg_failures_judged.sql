-- One row per leg: whether it failed, and where it stands in its journey.
-- A leg that handed over fails with the contact: its hand-off was then without result.
select
    measured.leg_id,
    measured.conversation_id,
    measured.leg_number,
    measured.population,
    journeys.journey_id,
    journeys.contact_number,
    screened.channel,
    outcomes.resolution,
    outcomes.failure is not null
    or coalesce(measured.population = 'ai' and measured.ended_by = 'hand_off', false)
    and max(case when measured.is_contact_leg and outcomes.failure is not null then 1 else 0 end) over (
        partition by measured.conversation_id
    ) = 1 as is_failed
from {{ ref('int_legs_measured') }} as measured
inner join {{ ref('int_journeys_found') }} as journeys on measured.conversation_id = journeys.conversation_id
inner join {{ ref('int_conversations_screened') }} as screened on measured.conversation_id = screened.conversation_id
left join {{ ref('int_leg_outcomes') }} as outcomes on measured.leg_id = outcomes.leg_id
