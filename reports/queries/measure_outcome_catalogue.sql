select intent_id, intent_label, family, lifecycle_stage, complexity, population, outcome, contacts, numerator, n,
       unknown_n, unknown_share, value, value_low, value_high, is_withheld, withheld_reason, cost_per_outcome,
       cost_per_outcome_low, cost_per_outcome_high, billed_units, billed_per_unit, billed_per_outcome, price_ceiling,
       currency, sentence
from mart.measure_outcome_catalogue
where intent_id is not null
order by family, intent_id, population desc
