-- A failure means that one source describes a group twice, and every fact of that group would count twice.
select
    group_id,
    source,
    count(*) as descriptions
from {{ ref('int_groups_unioned') }}
group by group_id, source
having count(*) > 1
