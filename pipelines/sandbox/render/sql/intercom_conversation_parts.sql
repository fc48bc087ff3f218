select to_json({'type': 'conversation_part', 'id': part_id, 'part_type': part_type, 'body': '<p>' || body || '</p>',
        'created_at': moment, 'updated_at': moment, 'notified_at': moment,
        'assigned_to': case when p.team_id is not null then to_json({'type': 'team', 'id': cast(p.team_id as varchar)})
            when to_agent is not null then to_json({'type': 'admin', 'id': cast(b.helpdesk_id as varchar)}) end,
        'author': case author
            when 'customer' then to_json({'type': case when t.requester_id >= 980000000 then 'lead' else 'user' end,
                'id': contact_id(t.requester_id), 'name': printf('Customer %06d', t.person), 'email': null,
                'from_ai_agent': false, 'is_ai_answer': false})
            when 'admin' then to_json({'type': 'admin', 'id': cast(a.helpdesk_id as varchar), 'name': printf('Agent %03d', p.agent),
                'email': printf('agent%03d@northlight.example', p.agent), 'from_ai_agent': false, 'is_ai_answer': false})
            when 'fin' then to_json({'type': 'bot', 'id': '$AI_AGENT_ID', 'name': 'Fin', 'email': 'operator+northlight@intercom.io',
                'from_ai_agent': true, 'is_ai_answer': coalesce(is_ai_answer, false)})
            else to_json({'type': 'bot', 'id': '699', 'name': 'Operator', 'email': 'operator+northlight@intercom.io',
                'from_ai_agent': false, 'is_ai_answer': false}) end,
        'attachments': cast([] as varchar[]), 'external_id': null, 'redacted': false, 'email_message_metadata': null,
        'metadata': json '{}', 'state': p.state, 'tags': cast([] as varchar[]), 'event_details': null, 'app_package_code': null}) as record,
    $FIRST_CONVERSATION + p.thread_key as conversation, n, moment as created_at
from inbox_parts p join inbox_threads t on t.contact = p.thread
left join agents a on a.agent = p.agent left join agents b on b.agent = p.to_agent
where t.deleted_at is null
order by p.thread_key, n
