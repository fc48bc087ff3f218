-- One row per leg that bears cost; millionths of the reporting currency.
select
    leg_id,
    cast(sum(amount_micros) as bigint) as cost_micros,
    cast(sum(billed_micros) as bigint) as billed_micros
from {{ ref('int_ledger_parts') }}
where leg_id is not null
group by leg_id
