select '{"performed_at":"' || strftime(make_timestamp(moment * 1000000), '%d-%m-%Y %H:%M:%S +0000') || '","ticket_id":' || ch.ticket_id
        || ',"performer_type":"' || case when actor = 0 then 'system' else 'user' end || '","performer_id":' || coalesce(cast(performer_id as varchar), 'null')
        || ',"activity":{' || concat_ws(',',
            case when actor = 0 then '"automation":{"type":1,"rule":"' || case when is_create then 'Route' else 'Housekeeping' end || '"}' end,
            case when is_create then '"new_ticket":true' end,
            case when status is not null then '"status":"' || case status when 2 then 'Open' when 3 then 'Pending' when 4 then 'Resolved'
                when 5 then 'Closed' else 'Waiting on Third Party' end || '"' end,
            '"group":"' || group_name || '"',
            case when changes_assignee then '"agent_id":' || coalesce(cast(assignee_id as varchar), 'null') end,
            case when mark in (1, 2) then '"added_tags":["' || case mark when 1 then 'abandoned_in_queue' else 'escalated_from_ai' end || '"]' end,
            case when is_spam then '"spam":true' when is_deleted then '"deleted":true' end,
            case when comment > 0 and not is_create then '"note":{"id":' || (7000000 + pos) || ',"type":' || case comment when 2 then 1 else 0 end
                || '}' end) || '}}' as record,
    moment, pos as id
from freshdesk_changes ch order by moment, pos
