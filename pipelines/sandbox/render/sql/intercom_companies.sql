select to_json({'type': 'company', 'id': printf('66aa%08x', account), 'company_id': printf('account-%05d', account), 'app_id': 'northlight',
    'name': printf('Account %05d', account), 'plan': json '{}', 'size': null, 'website': null, 'industry': null, 'monthly_spend': 0,
    'session_count': 0, 'user_count': count(*), 'remote_created_at': min(known_since), 'created_at': min(known_since),
    'updated_at': min(known_since), 'last_request_at': null, 'custom_attributes': {'region': 'emea'},
    'tags': {'type': 'tag.list', 'tags': cast([] as varchar[])}, 'segments': {'type': 'segment.list', 'segments': cast([] as varchar[])}}) as record,
    min(known_since) as updated_at, account as id
from people where account >= 0 and known_since < world_end() group by account order by account
