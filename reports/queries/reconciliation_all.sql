select vendor, period, line_order, line, line_label, explanation, units, amount, currency, share, share_low, share_high,
       n, is_disputed
from mart.measure_vendor_reconciliation
where vendor is not null
order by vendor, period, line_order
