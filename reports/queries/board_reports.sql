select report_order, report, period, html
from board.reports
order by report_order
