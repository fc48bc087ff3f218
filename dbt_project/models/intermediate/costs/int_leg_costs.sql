-- One row per leg that bears cost; millionths of the reporting currency.
select
    leg_id,
    cast(sum(amount_micros) as bigint) as cost_micros,
    -- Unknown as soon as one part is: a sum of the rest would pass for the whole.
    case when count(variable_micros) = count(*) then cast(sum(variable_micros) as bigint) end as variable_micros,
    cast(sum(billed_micros) as bigint) as billed_micros
from {{ ref('int_ledger_parts') }}
where leg_id is not null
group by leg_id
