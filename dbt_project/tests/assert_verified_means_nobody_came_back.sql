-- A row here means that a contact is called resolved although its customer came back, is not known, or may still come
-- back.
select leg_id, resolution, recontact_7d, is_mature_7d, is_traceable, failure
from {{ ref('fct_legs') }}
where resolution = 'verified'
    and (
        coalesce(recontact_7d, true) or not is_mature_7d or not is_traceable
        or failure is not null or ended_by = 'open'
    )
