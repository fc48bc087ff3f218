with told as (
    select t.*, a.helpdesk_id as admin_id, c.helpdesk_id as closer_id, l.code as language_code, i.key, i.family, v.intent is not null as is_covered,
        t.part_count is not null and (t.first_customer_part_at is not null or t.first_close_at is not null and t.has_ai or t.first_admin_reply_at is not null) as is_touched
    from inbox_threads t join languages l using (language) join intents i using (intent)
    left join covered v on v.intent = t.intent
    left join agents a on a.agent = t.assignee left join agents c on c.agent = t.last_closed_by
    where t.deleted_at is null
)
select to_json({'type': 'conversation', 'id': cast($FIRST_CONVERSATION + thread_key as varchar), 'title': subject,
        'created_at': created_at, 'updated_at': updated_at, 'waiting_since': null, 'snoozed_until': null,
        'open': coalesce(state, 'open') = 'open', 'state': coalesce(state, 'open'), 'read': true,
        'priority': case when channel = $VOICE then 'high' else 'none' end,
        'admin_assignee_id': admin_id, 'team_assignee_id': team_id,
        'company': case when account >= 0 and requester_id < 980000000 then to_json({'type': 'company', 'id': printf('66aa%08x', account),
            'name': printf('Account %05d', account)}) end,
        'tags': {'type': 'tag.list', 'tags': case when abandoned_at is null then cast([] as json[]) else [to_json({'type': 'tag', 'id': '12',
            'name': 'abandoned_in_queue', 'applied_at': abandoned_at, 'applied_by': {'type': 'bot', 'id': '699'}})] end},
        'conversation_rating': case when rated_at is not null then to_json({'rating': score, 'remark': null, 'created_at': rated_at,
            'updated_at': rated_at, 'contact': {'type': 'contact', 'id': contact_id(requester_id), 'external_id': null},
            'teammate': case when admin_id is not null then to_json({'type': 'admin', 'id': cast(admin_id as varchar)}) end}) end,
        'source': {'type': case channel when $EMAIL then 'email' when $WEB then 'email' when $VOICE then 'phone_call' else 'conversation' end,
            'id': cast(4000000 + thread_key as varchar),
            'delivered_as': case when channel = $CHAT then 'operator_initiated' else 'customer_initiated' end, 'subject': subject,
            'body': '<p>' || opening || '</p>',
            'author': case when channel = $CHAT then to_json({'type': 'bot', 'id': '$AI_AGENT_ID', 'name': 'Fin', 'email': 'operator+northlight@intercom.io'})
                else to_json({'type': case when requester_id >= 980000000 then 'lead' else 'user' end, 'id': contact_id(requester_id),
                    'name': printf('Customer %06d', person), 'email': null}) end,
            'attachments': cast([] as varchar[]), 'url': null, 'redacted': false},
        'contacts': {'type': 'contact.list', 'contacts': [{'type': 'contact', 'id': contact_id(requester_id), 'external_id': null}]},
        'teammates': {'type': 'admin.list', 'teammates': case when admin_id is not null then [{'type': 'admin', 'id': cast(admin_id as varchar)}] else [] end},
        'custom_attributes': cast('{' || concat_ws(',', '"Language":"' || language_code || '"',
            case when not is_unlabelled then '"Topic":"' || upper(left(family, 1)) || substr(family, 2) || ' / ' || replace(key, '_', ' ') || '"' end,
            case when has_ai and evaluated_at < world_end() then '"CX Score rating":' || case when says_resolved then 4 else 2 end end) || '}' as json),
        'first_contact_reply': case when first_customer_part_at is not null then to_json({'created_at': first_customer_part_at, 'type': 'conversation', 'url': null}) end,
        'sla_applied': case when queued_at is not null then to_json({'type': 'conversation_sla_summary', 'sla_name': 'Standard',
            'sla_status': case when first_admin_reply_at <= queued_at + target then 'hit'
                when coalesce(first_admin_reply_at, world_end()) > queued_at + target then 'missed' else 'active' end}) end,
        'statistics': case when is_touched then to_json({'type': 'conversation_statistics',
            'time_to_assignment': first_assignment_at - created_at, 'time_to_admin_reply': first_admin_reply_at - created_at,
            'time_to_first_close': first_close_at - created_at, 'time_to_last_close': last_close_at - created_at,
            'median_time_to_reply': null, 'first_contact_reply_at': first_customer_part_at, 'first_assignment_at': first_assignment_at,
            'first_admin_reply_at': first_admin_reply_at, 'first_close_at': first_close_at, 'last_assignment_at': last_assignment_at,
            'last_assignment_admin_reply_at': null, 'last_contact_reply_at': last_customer_part_at, 'last_admin_reply_at': last_admin_reply_at,
            'last_close_at': last_close_at, 'last_closed_by_id': cast(closer_id as varchar), 'count_reopens': reopens,
            'count_assignments': assignments, 'count_conversation_parts': part_count, 'handling_time': handling_seconds}) end,
        'topics': json '{}', 'ticket': null, 'linked_objects': {'type': 'list', 'total_count': 0, 'has_more': false, 'data': cast([] as varchar[])},
        'ai_agent_participated': has_ai,
        'ai_agent': case when has_ai then to_json({'source_type': case when is_test then 'workflow_preview' else 'workflow' end, 'source_title': 'Web greeting',
            'last_answer_type': case when has_answer then 'ai_answer' end, 'resolution_state': resolution_state, 'rating': ai_score,
            'rating_remark': null, 'created_at': ai_rated_at, 'updated_at': ai_rated_at,
            'content_sources': {'type': 'content_source.list', 'total_count': cast(has_answer and is_covered and not is_unlabelled as int),
                'content_sources': case when has_answer and is_covered and not is_unlabelled then [to_json({'content_type': 'article',
                    'url': 'https://app.intercom.com/a/apps/northlight/articles/' || (3900 + intent), 'title': key, 'locale': 'en'})]
                    else cast([] as json[]) end}}) end,
        'sales_agent_participated': false, 'sales_agent': null,
        'channel': {'initial': case channel when $EMAIL then 'email' when $WEB then 'email' when $VOICE then 'phone' when $MESSAGING then 'whatsapp'
            else 'messenger' end, 'current': case channel when $EMAIL then 'email' when $WEB then 'email' when $VOICE then 'phone' when $MESSAGING then 'whatsapp'
            else 'messenger' end}}) as record,
    updated_at, $FIRST_CONVERSATION + thread_key as id, coalesce(part_count, 0) as parts
from told order by updated_at, thread_key
