select period, help_center_users, ticket_users, self_service_score, withheld_reason
from mart.know_self_service
where period is not null
order by period
