select measure, measure_order, measure_label, population, stage, unit, value, value_low, value_high, n, target,
       is_met, is_withheld, withheld_reason
from mart.board_stage_targets
where measure is not null
order by measure_order, population desc
