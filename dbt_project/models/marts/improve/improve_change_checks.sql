-- One row per explained change and check: the seven that decide on the words.
select
    change_id,
    check_number,
    check_name,
    is_passed,
    detail
from {{ source('analysis', 'change_checks') }}
