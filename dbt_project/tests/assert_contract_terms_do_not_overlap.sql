-- A row here means that two rows of contract_terms claim the same day of one vendor's outcome: every unit of it would
-- be judged twice. Close the older row with `valid_to`.
select
    earlier.terms_id,
    later.terms_id as other_terms_id,
    later.valid_from
from {{ ref('contract_terms') }} as earlier
inner join {{ ref('contract_terms') }} as later
    on earlier.vendor = later.vendor and earlier.outcome = later.outcome and earlier.terms_id <> later.terms_id
    and earlier.valid_from <= later.valid_from
    and (earlier.valid_to is null or earlier.valid_to > later.valid_from)
