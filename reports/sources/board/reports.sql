select report_order, report, period, html
from read_parquet('data/board/reports.parquet')
