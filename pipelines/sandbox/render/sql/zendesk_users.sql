with everybody as (
    select
        helpdesk_id as id, printf('Customer %06d', person) as name, email(person, spelling_helpdesk) as email,
        known_since as created_at, known_since as updated_at, 'end-user' as role, true as active,
        case when account >= 0 then 4400000 + account end as organization_id, null as default_group_id,
        to_json({'plan': ['basic', 'plus', 'pro'][plan + 1], 'language': ['en', 'de', 'fr'][language + 1]}) as user_fields
    from people
    union all
    select requester_id, printf('Visitor %08x', (person * 2654435761) % 4294967296), null, min(ticket_at), min(ticket_at), 'end-user',
        true, null, null, json '{}'
    from tickets where requester_id >= 980000000 group by requester_id, person
    union all
    select a.helpdesk_id, printf('Agent %03d', agent), printf('agent%03d@northlight.example', agent), hired_on * 86400 + 28800,
        case when left_on * 86400 < world_end() then left_on * 86400 + 64800 else hired_on * 86400 + 28800 end, 'agent',
        left_on * 86400 >= world_end(), null, g.group_id,
        to_json({'employer': case when is_bpo then 'Contactworks' else '$COMPANY' end,
            'employer_type': case when is_bpo then 'bpo' else 'in_house' end, 'is_integration': false})
    from agents a join groups g on g.grp = a.grp
    union all
    select 361699999, 'AI assistant connector', 'connector@northlight.example', 1730000000, 1730000000, 'agent', true, null, null,
        to_json({'employer': '$COMPANY', 'employer_type': 'in_house', 'is_integration': true})
)
select
    to_json({'id': id, 'url': '$HOST/api/v2/users/' || id || '.json', 'name': name, 'email': email,
        'created_at': iso(created_at), 'updated_at': iso(updated_at), 'time_zone': 'Berlin', 'iana_time_zone': 'Europe/Berlin',
        
        'phone': null, 'shared_phone_number': null, 'photo': null, 'locale_id': 1, 'locale': 'en-US',
        'organization_id': organization_id, 'role': role, 'verified': true, 'external_id': null,
        'tags': cast([] as varchar[]), 'alias': '', 'active': active, 'shared': false, 'shared_agent': false,
        'last_login_at': null, 'two_factor_auth_enabled': null, 'signature': null, 'details': '', 'notes': '',
        'role_type': case role when 'agent' then 0 end, 'custom_role_id': case role when 'agent' then 7701 end,
        'is_billing_admin': false, 'moderator': false,
        'ticket_restriction': case role when 'agent' then 'groups' else 'requested' end,
        'only_private_comments': false, 'restricted_agent': role = 'agent', 'suspended': false, 'suspension_details': null,
        'default_group_id': default_group_id, 'report_csv': false, 'user_fields': user_fields }) as record,
    updated_at as changed_at, id
from everybody where created_at < world_end()
order by updated_at, id
