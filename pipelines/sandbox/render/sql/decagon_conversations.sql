-- The vendor knows when a message came, and nothing of when it was passed on or rated: its clock moves with messages alone.
with spoken as (
    select contact, max(moment) as last_message_at,
        list({'role': if(actor = 0, 'AI', 'USER'), 'text': words, 'created_at': iso(moment)} order by number) as messages
    from said where occasion != 'handoff' group by contact
)
select
    to_json({
        'conversation_id': split_part(chat_key, ':', 2),
        'user_id': 'u_' || right(chatter_id, 16),
        'created_at': iso(moment),
        'updated_at': iso(last_message_at),
        'destination': 'AI',
        'undeflected': is_handed is true,
        'summary': case when not is_unlabelled then i.ada_intent end,
        'messages': messages,
        'csat_rating': case when is_rated then rating_score end,
        'tags': case when is_unlabelled then [] else
            [{'name': lower(i.ada_topic), 'level': 1}, {'name': lower(i.ada_intent), 'level': 2}] end
    })[:-2]
    || ',"metadata":{' || concat_ws(',',
        '"channel":"chat"', '"language":"' || l.code || '"', case when is_test then '"is_test":true' end,
        case when not is_anonymous_in_chat then '"email":"' || email(person, spelling_chat) || '"' end,
        case when ticket_id is not null then '"ticket_id":"' || ticket_id || '"' end) || '}}' as record,
    moment as created_at, last_message_at as updated_at
from chats join spoken using (contact) join intents i using (intent) join languages l using (language)
order by last_message_at, contact
