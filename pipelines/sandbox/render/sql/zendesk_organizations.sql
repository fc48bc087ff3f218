select to_json({'id': 4400000 + account, 'url': '$HOST/api/v2/organizations/' || (4400000 + account) || '.json',
        'name': printf('Account %05d', account), 'external_id': null, 'details': null, 'notes': null, 'group_id': null,
        'domain_names': [printf('account%05d.example', account)], 'tags': cast([] as varchar[]),
        'organization_fields': {'region': 'emea'}, 'shared_tickets': false, 'shared_comments': false,
        'ticket_restriction': null, 'children_count': 0, 'deleted_at': null,
        'created_at': iso(min(known_since)), 'updated_at': iso(min(known_since))}) as record,
    min(known_since) as changed_at, 4400000 + account as id
from people where account >= 0 group by account order by 2, 3
