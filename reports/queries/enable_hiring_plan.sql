select scenario, scenario_order, class_number, offer_by_on, start_on, productive_on, need_on, hires,
       required_fte, required_fte_low, required_fte_high, missing_fte, late_weeks, late_cost_amount, is_gate_open, sentence, basis
from mart.enable_hiring_plan
where scenario is not null
order by scenario_order, class_number
