select use_case_id, intent_id, intent_label, population, owner, state, ai_contacts_ever, numerator, n, unknown_n,
       unknown_share, value, value_low, value_high, is_withheld, withheld_reason, verified_rate,
       people_verified_rate, told, people_told, difference, difference_low, difference_high, gate, first_seen_at,
       last_seen_at
from mart.grow_use_cases
where use_case_id is not null
order by use_case_id, intent_id
