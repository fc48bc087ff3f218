select to_json({'id': s.id, 'uri': printf('/api/tickets/%d/messages/%d/', $FIRST_CONVERSATION + s.thread_key, s.id), 'message_id': null,
        'ticket_id': $FIRST_CONVERSATION + s.thread_key, 'external_id': null, 'public': not is_note,
        'channel': case when is_note then 'internal-note' else channel_word(t.channel) end,
        'via': case author when 'operator' then 'rule' when 'admin' then 'helpdesk' else channel_word(t.channel) end,
        'source': {'type': channel_word(t.channel), 'from': null, 'to': cast([] as varchar[]), 'extra': json '{}'},
        'sender': case author when 'customer' then ticket_customer(t.requester_id, t.person, t.spelling_helpdesk)
            when 'admin' then gorgias_user(a.helpdesk_id, s.agent) when 'fin' then bot($AI_AGENT_ID, 'AI Agent') else bot(699, 'Gorgias Bot') end,
        'receiver': null, 'integration_id': 28643, 'rule_id': case when author = 'operator' then 7 end, 'from_agent': author != 'customer',
        'subject': t.subject, 'body_text': body, 'body_html': '<p>' || body || '</p>', 'stripped_text': body,
        'stripped_html': '<p>' || body || '</p>', 'stripped_signature': null, 'headers': json '{}', 'attachments': cast([] as varchar[]),
        'actions': cast([] as varchar[]), 'macros': cast([] as varchar[]), 'intents': cast([] as varchar[]), 'meta': null,
        'created_datetime': stamp(moment, n, 1), 'sent_datetime': stamp(moment, n, 1), 'failed_datetime': null, 'deleted_datetime': null,
        'opened_datetime': null, 'last_sending_error': null, 'is_retriable': false}) as record,
    $FIRST_CONVERSATION + s.thread_key as ticket, s.id
from gorgias_said s join inbox_threads t on t.contact = s.thread left join agents a on a.agent = s.agent
order by s.thread_key, n
