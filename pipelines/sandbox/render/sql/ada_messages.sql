with said as (
    select m.contact, m.number, m.moment, m.actor, x.occasion, k.chatter_id, k.ada_id, k.intent,
        lag(left(k.ada_id, 8) || right(k.ada_id, 10) || printf('%06x', m.number)) over (partition by m.contact order by m.number) as reply_to,
        -- Whoever says it again says it as in their first message, which is number 1.
        case when x.occasion = 'open' then (m.contact + 1) % 2 when x.occasion = 'answer' then (m.contact + m.number // 2) % 2
            else (m.contact + m.number) % 2 end as variant, i.ada_intent
    from messages m join chats k using (contact) join chat_texts x using (text) join intents i using (intent)
    where m.moment < world_end()
)
select
    to_json({
        '_id': left(ada_id, 8) || right(ada_id, 10) || printf('%06x', number),
        'answer_id': null, 'answer_title': null,
        'chatter_id': chatter_id,
        'conversation_id': ada_id,
        'date_created': iso(moment),
        'in_response_to': reply_to,
        'link_was_clicked': null,
        'message_data': case when said.occasion = 'handoff' then json '{"type":"event","event":"handoff","is_handoff":true}'
            else to_json({'type': 'text', 'body': coalesce(own.words, common.words)}) end,
        'recipient': case when actor = 0 then chatter_id when said.occasion = 'after_handoff' then 'agent' else 'Ada' end,
        'record_last_updated': iso(moment + 2),
        'review': 0,
        'sender': case when actor = 0 then 'Ada' else chatter_id end
    }) as record,
    moment as created_at, contact, number
from said
left join texts own on own.occasion = said.occasion and own.intent = said.intent and own.variant = said.variant
left join texts common on common.occasion = said.occasion and common.intent = -1 and common.variant =
    case when said.occasion in ('ask_human', 'confirm', 'negative', 'after_handoff') then said.variant else 0 end
order by moment, contact, number
