select to_json({'id': id, 'external_id': null, 'email': email, 'name': name, 'firstname': split_part(name, ' ', 1), 'lastname': split_part(name, ' ', 2),
        'language': language, 'timezone': null, 'active': true, 'note': null, 'meta': json '{}', 'integrations': json '{}',
        'created_datetime': naive(created_at), 'updated_datetime': naive(created_at)}) as record,
    created_at as updated_at, id
from inbox_people where created_at < world_end() order by updated_at, id
