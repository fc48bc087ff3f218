select vendor, period, state_order, state, state_label, value_verdict, lines, invoiced_lines, amount,
       not_invoiced_amount, disputed_amount, contract_disputed_amount, currency, share, share_low, share_high,
       n, month_invoiced_amount, month_disputed_amount, month_verified_amount, month_verified_lines,
       month_pending_lines, effective_price_per_verified, effective_price_low, effective_price_high,
       withheld_reason
from mart.measure_invoice_audit
where vendor is not null
order by vendor, period, state_order
