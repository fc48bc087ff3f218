select vendor, period, basis, dispute_reason, reason_label, rule, dispute_by_on, is_in_time, lines, disputed_amount, currency
from mart.measure_dispute_lines
where vendor is not null
order by vendor, period, basis, dispute_reason
