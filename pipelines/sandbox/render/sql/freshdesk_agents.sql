select to_json({'id': helpdesk_id, 'type': 'support_agent', 'available': true, 'available_since': null, 'occasional': false, 'signature': null,
        'ticket_scope': 1, 'group_ids': [g.group_id], 'role_ids': [3], 'created_at': iso(hired_on * $DAY), 'updated_at': iso(hired_on * $DAY),
        'last_active_at': null, 'contact': {'name': printf('Agent %03d', agent), 'email': printf('agent%03d@northlight.example', agent),
            'active': true, 'job_title': 'Support', 'language': 'en', 'last_login_at': null, 'mobile': null, 'phone': null,
            'time_zone': 'Berlin', 'created_at': iso(hired_on * $DAY), 'updated_at': iso(hired_on * $DAY)}}) as record, helpdesk_id as id
from agents a join groups g on g.grp = a.grp
where hired_on * $DAY < world_end() and left_on * $DAY >= world_end() order by helpdesk_id
