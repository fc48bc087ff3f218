-- Parties: the customer, the bot, and whom the conversation was passed on to, once somebody took it (else the company).
with taken as (
    select contact, arg_min(agent, started_at) as agent from jobs where started_at < world_end() group by contact
),
spoken as (
    -- The moment of the hand-off is a transfer between two texts. The first dialog says which ticket this became.
    select s.contact, list(json_merge_patch(
        case when s.occasion = 'handoff' then to_json({'type': 'transfer', 'start': iso(s.moment), 'transferor': 1,
            'transferee': 0, 'transfer_target': 2, 'original': 0, 'interaction_type': 'chat'})
        else to_json({'type': 'text', 'start': iso(s.moment),
            -- Lists as some writers have them, and the speaker named only where the first of the list is another.
            'parties': case when s.actor = 0 then json '[0,1]' when s.occasion = 'after_handoff' then json '[0,2]'
                when s.number % 3 = 0 then json '[0,[1]]' else json '0' end,
            'originator': case s.actor when 0 then 1 end, 'mediatype': 'text/plain', 'body': s.words, 'encoding': 'none',
            'interaction_type': 'chat'}) end,
        case when s.number = 0 and k.ticket_id is not null
            then to_json({'application': helpdesk(), 'interaction_id': k.ticket_id::varchar}) else json '{}' end)
        order by s.number) as dialog
    from said s join chats k using (contact) group by s.contact
)
select
    left(iso(k.moment), 10) as day,
    to_json({
        'uuid': split_part(k.chat_key, ':', 2), 'created_at': iso(k.updated_at), 'extensions': ['CC'],
        'parties': [
            json_merge_patch(to_json({'uuid': '018f2e10-' || left(k.chatter_id, 4) || '-' || substr(k.chatter_id, 5, 4)
                || '-' || substr(k.chatter_id, 9, 4) || '-' || right(k.chatter_id, 12), 'type': 'person', 'role': 'customer'}),
                case when k.is_anonymous_in_chat then json '{}'
                    else to_json({'mailto': 'mailto:' || trim(email(k.person, k.spelling_chat))}) end),
            to_json({'name': 'AI assistant', 'type': 'bot', 'org': 'Vcon', 'role': 'agent'}),
            case when t.agent is not null then to_json({'name': printf('Agent %03d', t.agent), 'type': 'person', 'role': 'agent',
                'mailto': printf('agent%03d@northlight.example', t.agent), 'org': '$COMPANY'})
            else to_json({'name': '$COMPANY', 'type': 'organization'}) end],
        'dialog': dialog,
        -- A text of JSON, as the format has it.
        'analysis': [to_json({'type': 'report', 'vendor': 'Vcon', 'schema': 'resolution-verdict-1', 'mediatype': 'application/json',
            'encoding': 'json', 'dialog': range(len(dialog)),
            'body': to_json({'label': case when k.is_handed is true then 'escalated' else 'deflected' end,
                'kind': case when k.confirms and k.last_words_at < world_end() then 'confirmed' else 'assumed' end})::varchar})],
        'attachments': cast([] as varchar[])
    }) as record
from chats k join spoken using (contact) left join taken t using (contact)
order by k.moment, k.contact
