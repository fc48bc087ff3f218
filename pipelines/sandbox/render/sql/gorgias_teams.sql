select to_json({'id': g.group_id, 'name': g.name, 'description': null, 'decoration': json '{}',
    'members': (select coalesce(list(gorgias_user(helpdesk_id, agent) order by helpdesk_id), []) from agents a
        where a.grp = g.grp and left_on * 86400 >= world_end() and hired_on * 86400 < world_end()),
    'created_datetime': naive(1704704400), 'uri': printf('/api/teams/%d/', g.group_id)}) as record, g.group_id as id
from groups g order by g.group_id
