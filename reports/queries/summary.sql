select line_order, section, headline, metric
from mart.board_summary
where headline is not null
order by line_order
