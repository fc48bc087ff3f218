-- A row here means that a hand-off is counted which no AI made or no person was asked to take: every figure of
-- hand-offs is then off. The legs of that conversation are cut in the wrong place.
select
    hand_offs.hand_off_id,
    before_it.population as population_before,
    after_it.population as population_after,
    after_it.received_by
from {{ ref('fct_hand_offs') }} as hand_offs
left join {{ ref('fct_legs') }} as before_it on hand_offs.from_leg_id = before_it.leg_id
left join {{ ref('fct_legs') }} as after_it on hand_offs.to_leg_id = after_it.leg_id
where before_it.population is distinct from 'ai'
    or after_it.received_by is distinct from 'hand_off'
    or after_it.leg_number is distinct from before_it.leg_number + 1
    or hand_offs.latency_seconds < 0
