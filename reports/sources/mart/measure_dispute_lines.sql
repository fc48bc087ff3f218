-- The sums that a page shows; the lines themselves are in the files to download.
select published.*
from (select 1) as always
left join (
    select vendor, period, basis, dispute_reason, reason_label, rule, min(dispute_by_on) as dispute_by_on, bool_and(is_in_time) as is_in_time,
           count(*) as lines, sum(disputed_amount) as disputed_amount, min(currency) as currency
    from read_parquet('data/marts/measure_dispute_lines.parquet')
    group by vendor, period, basis, dispute_reason, reason_label, rule
) as published on true
