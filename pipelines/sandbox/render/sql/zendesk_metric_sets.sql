select to_json(metric_set) as record, updated_at as changed_at, ticket_id as id
from metric_sets join ticket_state using (ticket_id) order by updated_at, ticket_id
