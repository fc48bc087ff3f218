select to_json({'type': 'admin', 'id': cast(helpdesk_id as varchar), 'name': printf('Agent %03d', agent),
    'email': printf('agent%03d@northlight.example', agent), 'job_title': 'Support', 'away_mode_enabled': false, 'away_mode_reassign': false,
    'away_status_reason_id': null, 'has_inbox_seat': true, 'team_ids': [g.group_id], 'avatar': null,
    'role': {'type': 'role', 'id': '3', 'name': 'Agent'}}) as record, helpdesk_id as id
from agents a join groups g on g.grp = a.grp
where hired_on * 86400 < world_end() and left_on * 86400 >= world_end() order by helpdesk_id
