select to_json({'type': 'team', 'id': cast(g.group_id as varchar), 'name': g.name,
    'admin_ids': (select coalesce(list(helpdesk_id order by helpdesk_id), []) from agents a where a.grp = g.grp and left_on * 86400 >= world_end()
        and hired_on * 86400 < world_end()),
    'admin_priority_level': {'primary_admin_ids': cast([] as bigint[]), 'secondary_admin_ids': cast([] as bigint[])},
    'assignment_limit': null, 'distribution_method': 'manual'}) as record, g.group_id as id
from groups g order by g.group_id
