select to_json({'id': t.ticket_id, 'subject': subject, 'description': '<div>' || description || '</div>', 'description_text': description,
        'type': case when topic is not null then 'Question' end, 'status': s.status,
        'priority': case when t.channel = $VOICE then 3 else 2 end, 'source': source_code, 'association_type': null,
        'associated_tickets_count': null, 'requester_id': requester_id, 'responder_id': responder_id, 'group_id': s.group_id,
        'company_id': case when account >= 0 and requester_id < 980000000 then 4400000 + account end, 'product_id': null,
        'email_config_id': case when t.channel = $EMAIL then 9 end, 'cc_emails': cast([] as varchar[]), 'fwd_emails': cast([] as varchar[]),
        'reply_cc_emails': cast([] as varchar[]), 'ticket_cc_emails': cast([] as varchar[]),
        'to_emails': case when t.channel = $EMAIL then ['help@northlight.example'] end, 'spam': s.is_spam_listed,
        'is_escalated': s.created_at + target < least(coalesce(s.first_responded_at, world_end()), world_end()), 'fr_escalated': false,
        'nr_escalated': false, 'due_by': iso(s.created_at + 3 * $DAY), 'fr_due_by': case when s.group_id is not null then iso(s.created_at + target) end, 'nr_due_by': null,
        'tags': list_filter([case when t.channel = $CHAT then 'chat_transcript' end, case when is_escalated then 'escalated_from_ai' end,
            case when is_abandoned then 'abandoned_in_queue' end], lambda x: x is not null),
        'custom_fields': {'cf_intent': topic, 'cf_language': language_code, 'cf_fsm_contact_name': null},
        'created_at': iso(s.created_at), 'updated_at': iso(s.updated_at),
        'requester': {'id': requester_id, 'name': printf('Customer %06d', person), 'email': null, 'mobile': null, 'phone': null},
        'stats': {'agent_responded_at': iso(agent_responded_at), 'requester_responded_at': iso(requester_responded_at),
            'first_responded_at': iso(first_responded_at), 'status_updated_at': iso(status_at), 'reopened_at': iso(reopened_at),
            'resolved_at': case when s.status in (4, 5) then iso(resolved_at) end, 'closed_at': case when s.status = 5 then iso(closed_at) end,
            'pending_since': case when s.status = 3 then iso(pending_since) end}})[:-2]
        || case when s.is_deleted then ',"deleted":true}' else '}' end as record,
    s.updated_at, t.ticket_id as id, s.created_at, case when s.is_deleted then 1 when s.is_spam_listed then 2 else 0 end as list
from freshdesk_tickets t join freshdesk_state s using (ticket_id)
cross join lateral (select case t.channel when $VOICE then 60 when $EMAIL then 28800 when $WEB then 28800 else 900 end as target)
order by s.updated_at, t.ticket_id
