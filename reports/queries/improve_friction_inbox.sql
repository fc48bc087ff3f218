select week_start_on, place, intent_id, intent_label, population, numerator, n, unknown_n, unknown_share, value,
       value_low, value_high, is_withheld, withheld_reason, surely_failed, customers, cost_amount, currency,
       weeks_before, routed_at, sentence
from mart.improve_friction_inbox
where place is not null
order by week_start_on desc, place
