with everybody as (
    select helpdesk_id as id, printf('Customer %06d', person) as name, email(person, spelling_helpdesk) as email, known_since as created_at,
        case when account >= 0 then 4400000 + account end as company_id, ['basic', 'plus', 'pro'][plan + 1] as plan,
        ['en', 'de', 'fr'][language + 1] as language
    from people
    union all
    select requester_id, printf('Visitor %08x', (person * 2654435761) % 4294967296), null, min(s.created_at), null, null, null
    from freshdesk_tickets join freshdesk_state s using (ticket_id) where requester_id >= 980000000 group by requester_id, person
)
select to_json({'id': id, 'name': name, 'email': email, 'phone': null, 'mobile': null, 'active': email is not null, 'company_id': company_id,
        'job_title': null, 'language': language, 'time_zone': 'Berlin', 'address': null, 'description': null, 'twitter_id': null,
        'unique_external_id': case when email is null then 'visitor-' || id end, 'custom_fields': {'cf_plan': plan}, 'csat_rating': null,
        'preferred_source': 'email', 'created_at': iso(created_at), 'updated_at': iso(created_at)}) as record,
    created_at as updated_at, id
from everybody where created_at < world_end() order by id
