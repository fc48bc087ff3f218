select to_json({'id': group_id, 'name': name, 'description': null, 'escalate_to': null, 'unassigned_for': '30m', 'business_hour_id': 5,
        'group_type': 'support_agent_group', 'auto_ticket_assign': 0, 'created_at': '2024-01-08T09:00:00Z',
        'updated_at': '2024-01-08T09:00:00Z'}) as record, group_id as id
from groups order by group_id
