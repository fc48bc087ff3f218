select to_json({'id': 4400000 + account, 'name': printf('Account %05d', account), 'description': null, 'note': null,
        'domains': cast([] as varchar[]), 'health_score': 'Happy', 'account_tier': 'Premium', 'renewal_date': null, 'industry': null,
        'custom_fields': {'cf_region': 'emea'}, 'created_at': iso(min(known_since)), 'updated_at': iso(min(known_since))}) as record,
    4400000 + account as id
from people where account >= 0 and known_since < world_end() group by account order by account
