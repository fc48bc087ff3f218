-- One row per customer: those whom the company knows, and visitors, who have a name that the tool made up.
create table inbox_people as
select helpdesk_id as id, 'user' as role, printf('Customer %06d', person) as name, email(person, spelling_helpdesk) as email,
    known_since as created_at, account, ['basic', 'plus', 'pro'][plan + 1] as plan, ['en', 'de', 'fr'][language + 1] as language
from people
union all
select requester_id, 'lead', printf('Visitor %08x', (person * 2654435761) % 4294967296), null, min(created_at), -1, null, null
from inbox_threads where requester_id >= 980000000 group by requester_id, person;
