select kind, subject_order, population, measure, unit, value, n, missing_n, sentence
from mart.board_tiers
where kind is not null
order by kind desc, subject_order, population desc
