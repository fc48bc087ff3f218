select change_id, check_number, check_name, is_passed, detail
from mart.improve_change_checks
where change_id is not null
order by change_id, check_number
