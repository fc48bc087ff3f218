-- One row per period: visitors of the help centre per customer who wrote. A ratio of traffic, not of success: read it
-- beside the failed searches.
select
    users.period,
    users.period_start_on,
    users.help_center_users,
    users.ticket_users,
    {{ self_service_score('users.help_center_users', 'users.ticket_users') }} as self_service_score,
    case when users.help_center_users is null then 'No source counts visitors of the help centre' end
        as withheld_reason,
    horizon.observed_until
from {{ ref('int_self_service_users') }} as users
cross join {{ ref('int_horizon_found') }} as horizon
