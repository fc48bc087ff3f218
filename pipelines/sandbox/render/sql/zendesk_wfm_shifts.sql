with named as (
    select *, ['Email', 'Chat', 'Phone', 'Break', 'Training', 'Meeting', 'Time off'][type_n + 1] as name from staff_planned
), tasks as (
    select p.shift, p.agent, list({'id': 'tk_' || p.id, 'startTime': start_time, 'endTime': end_time, 'name': name,
            'color': '#2266AA', 'taskableId': 'wf_' || type_n, 'taskableType': 'workstream',
            'createdAt': strftime(make_timestamp((start_time - 1209600) * 1000000), '%Y-%m-%d %H:%M:%S'), 'note': ''}
            order by start_time) as tasks, min(start_time) as begins, max(end_time) as ends
    from named p where activity != $TIME_OFF group by p.shift, p.agent
)
select to_json({'id': printf('sh_%d_%d', agent, begins), 'agentId': a.helpdesk_id, 'startTime': begins, 'endTime': ends,
        'published': true, 'parentId': null, 'tasks': tasks}) as record, begins as starts_at
from tasks t join agents a using (agent) order by begins, agent
