-- A row here means that the statement shown to a vendor does not add up: some billed units have no line, or two.
select
    vendor,
    period,
    sum(case when line = 'invoiced' then units else 0 end) as invoiced_units,
    sum(case when line <> 'invoiced' then units else 0 end) as explained_units,
    sum(case when line = 'invoiced' then amount else 0 end) as invoiced_amount,
    sum(case when line <> 'invoiced' then amount else 0 end) as explained_amount
from {{ ref('measure_vendor_reconciliation') }}
group by vendor, period
having sum(case when line = 'invoiced' then units else -units end) <> 0
    or sum(case when line = 'invoiced' then amount else -amount end) <> 0
