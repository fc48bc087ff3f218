select vendor, period, line_order, line, line_label, explanation, units, amount, currency, share, judged_share,
       judged_share_low, judged_share_high, judged_n, is_disputed
from mart.measure_vendor_reconciliation
where vendor is not null
order by vendor, period, line_order
