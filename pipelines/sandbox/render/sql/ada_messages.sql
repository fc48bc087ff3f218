with told as (
    select s.*, k.chatter_id, k.ada_id, left(k.ada_id, 8) || right(k.ada_id, 10) || printf('%06x', s.number) as message_id
    from said s join chats k using (contact)
)
select
    to_json({
        '_id': message_id,
        'answer_id': null, 'answer_title': null,
        'chatter_id': chatter_id,
        'conversation_id': ada_id,
        'date_created': iso(moment),
        'in_response_to': lag(message_id) over (partition by contact order by number),
        'link_was_clicked': null,
        'message_data': case when occasion = 'handoff' then json '{"type":"event","event":"handoff","is_handoff":true}'
            else to_json({'type': 'text', 'body': words}) end,
        'recipient': case when actor = 0 then chatter_id when occasion = 'after_handoff' then 'agent' else 'Ada' end,
        'record_last_updated': iso(moment + 2),
        'review': 0,
        'sender': case when actor = 0 then 'Ada' else chatter_id end
    }) as record,
    moment as created_at, contact, number
from told
order by moment, contact, number
