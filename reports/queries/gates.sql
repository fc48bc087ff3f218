select suite, door, table_name, expectation, column_name, success, observed, unexpected_count, severity, checked_at
from meta.gate_results
where door is not null
order by door desc, table_name, expectation, column_name
