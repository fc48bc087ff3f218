select to_json({'id': 7000000 + ch.pos, 'ticket_id': ch.ticket_id, 'user_id': performer_id, 'body': '<div>' || words || '</div>',
        'body_text': words, 'incoming': ch.actor = 1, 'private': comment = 2,
        'source': case when comment = 2 then 2 when t.channel = $VOICE then 9 else 0 end, 'category': case when ch.actor = 1 then 1 else 3 end,
        'support_email': null, 'from_email': null, 'to_emails': cast([] as varchar[]), 'cc_emails': cast([] as varchar[]),
        'bcc_emails': cast([] as varchar[]), 'attachments': cast([] as varchar[]), 'source_additional_info': null, 'last_edited_at': null,
        'last_edited_user_id': null, 'created_at': iso(ch.moment), 'updated_at': iso(ch.moment)}) as record,
    ch.ticket_id, 7000000 + ch.pos as id
from freshdesk_changes ch join freshdesk_tickets t using (ticket_id)
where comment > 0 and not is_create order by ch.ticket_id, ch.pos
