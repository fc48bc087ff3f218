select '"' || uuid_of($PERSON, agent) || '":' || to_json({
        'id': uuid_of($PERSON, agent), 'agent_id': uuid_of($AGENT, agent),
        'first_name': 'Agent', 'last_name': printf('%03d', agent), 'email': printf('agent%03d@northlight.example', agent),
        'timezone': case when is_bpo then 'Europe/Lisbon' else 'Europe/Berlin' end,
        'imported_id': printf('HR-%04d', agent), 'role': 'agent', 'roles': ['agent'], 'agent_role': 'part_time',
        'channels': [['chat'], ['email'], ['phone'], ['email', 'chat', 'phone']][a.grp + 1],
        'site': uuid_of($SITE, cast(is_bpo as int)),
        'teams': [uuid_of($TEAM, a.grp * 2 + cast(is_bpo as int))],
        'queues': [uuid_of($QUEUE, a.grp)], 'skills': cast([] as varchar[]),
        'platforms': json_object(helpdesk(), cast(helpdesk_id as varchar)),
        'start_date': hired_on * 86400,
        'end_date': case when left_on * 86400 < world_end() then left_on * 86400 end,
        'created_at': hired_on * 86400 + 28800, 'deleted': left_on * 86400 < world_end(), 'staffable': true, 'productivity': 1.0})
        as record, agent as id
from agents a where hired_on * 86400 < world_end() order by agent
