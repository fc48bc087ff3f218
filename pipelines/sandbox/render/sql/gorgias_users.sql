with everybody as (
    select helpdesk_id as id, agent, left_on * 86400 >= world_end() as active, is_bpo, hired_on * 86400 as created_at
    from agents where hired_on * 86400 < world_end()
)
select to_json({'id': id, 'name': printf('Agent %03d', agent), 'firstname': 'Agent', 'lastname': printf('%03d', agent),
        'email': printf('agent%03d@northlight.example', agent), 'active': active, 'bio': null, 'country': null, 'language': 'en',
        'timezone': case when is_bpo then 'Europe/Lisbon' else 'Europe/Berlin' end, 'external_id': null, 'meta': json '{}',
        'role': {'name': 'agent'}, 'created_datetime': naive(created_at), 'updated_datetime': naive(created_at)}) as record, id
from everybody
union all
-- An older record has its role within `roles`.
select to_json({'id': b.id, 'name': b.name, 'firstname': b.name, 'lastname': '', 'email': printf('bot%d@northlight.example', b.id), 'active': true,
        'timezone': 'UTC', 'roles': [{'id': 9, 'name': 'bot'}], 'created_datetime': naive(1730000000), 'updated_datetime': naive(1730000000)}), b.id
from (values ($AI_AGENT_ID, 'AI Agent'), (699, 'Gorgias Bot')) as b (id, name)
order by id
