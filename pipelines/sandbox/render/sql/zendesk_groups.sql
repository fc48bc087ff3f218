select to_json({'id': group_id, 'url': '$HOST/api/v2/groups/' || group_id || '.json', 'name': name, 'description': '',
        'default': grp = 0, 'is_public': true, 'deleted': false, 'created_at': '2024-01-08T09:00:00Z',
        'updated_at': '2024-01-08T09:00:00Z'}) as record, group_id as id
from groups order by group_id
