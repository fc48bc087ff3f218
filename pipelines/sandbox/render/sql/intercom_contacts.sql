with everybody as (
    select helpdesk_id as id, 'user' as role, printf('Customer %06d', person) as name, email(person, spelling_helpdesk) as email,
        known_since as created_at, account, ['basic', 'plus', 'pro'][plan + 1] as plan, ['en', 'de', 'fr'][language + 1] as language
    from people
    union all
    select requester_id, 'lead', printf('Visitor %08x', (person * 2654435761) % 4294967296), null, min(created_at), -1, null, null
    from intercom_threads where requester_id >= 980000000 group by requester_id, person
)
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
from everybody where created_at < world_end() order by updated_at, id
