select indicator_id, function_id, indicator_order, population, indicator, tier_id, unit, value, n, score, is_missing,
       next_level, mart, threshold_version, sentence
from mart.board_maturity_evidence
where indicator_id is not null
order by function_id, indicator_order, population desc
