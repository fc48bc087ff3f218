select to_json({'type': 'contact', 'id': contact_id(id), 'workspace_id': 'northlight', 'external_id': null, 'role': role, 'email': email, 'phone': null,
        'name': name, 'owner_id': null, 'has_hard_bounced': false, 'marked_email_as_spam': false, 'unsubscribed_from_emails': false,
        'created_at': created_at, 'updated_at': created_at, 'signed_up_at': created_at, 'last_seen_at': null, 'last_replied_at': null,
        'last_contacted_at': null, 'custom_attributes': case when plan is null then json '{}' else to_json({'plan': plan, 'language': language}) end,
        'tags': {'type': 'list', 'data': cast([] as varchar[]), 'url': '/contacts/' || contact_id(id) || '/tags', 'total_count': 0, 'has_more': false},
        'companies': {'type': 'list', 'data': case when account >= 0 then [{'type': 'company', 'id': printf('66aa%08x', account),
            'url': '/companies/' || printf('66aa%08x', account)}] else [] end, 'url': '/contacts/' || contact_id(id) || '/companies',
            'total_count': cast(account >= 0 as int), 'has_more': false},
        'location': {'type': 'location', 'country': 'Germany', 'region': null, 'city': null}}) as record,
    created_at as updated_at, id
from inbox_people where created_at < world_end() order by updated_at, id
