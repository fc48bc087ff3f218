select function_id, function_number, function_name, population, decided_by, indicators, missing_indicators,
       mean_score, weakest_score, stage_before_cap, stage_order, stage, is_capped, function_rank,
       weakest_indicator_id, next_move
from mart.board_maturity
where function_id is not null
order by function_number, population desc
