select
    to_json({
        'url': '$HOST/api/v2/tickets/' || t.ticket_id || '.json',
        'id': t.ticket_id,
        'encoded_id': upper(printf('%06x-%06x', (t.ticket_id * 2654435761) % 16777216, (t.ticket_id * 40503) % 16777216)),
        'external_id': null,
        'via': case when t.channel = $EMAIL then to_json({'channel': 'email', 'source': {
                'from': {'address': email(t.person, t.spelling_helpdesk), 'name': printf('Customer %06d', t.person)},
                'to': {'address': 'help@northlight.example', 'name': '$COMPANY'}, 'rel': null}})
            else to_json({'channel': t.via_channel, 'source': {'from': json '{}', 'to': json '{}', 'rel': null}}) end,
        'created_at': iso(s.created_at),
        'updated_at': iso(s.updated_at),
        'generated_timestamp': s.updated_at,
        'type': 'question',
        'subject': coalesce(sp.words, su.words),
        'raw_subject': coalesce(sp.words, su.words),
        'description': coalesce(sb.words, d.words),
        'priority': case when t.channel = $VOICE then 'high' else 'normal' end,
        'status': s.status,
        'custom_status_id': case s.status when 'new' then 7000 when 'open' then 7002 when 'pending' then 7003 when 'hold' then 7004
            else 7001 end,
        'recipient': case when t.channel = $EMAIL then 'help@northlight.example' end,
        'requester_id': t.requester_id,
        'submitter_id': case when t.channel = $CHAT then -1 else t.requester_id end,
        'assignee_id': s.assignee_id,
        'organization_id': case when t.account >= 0 and t.requester_id < 980000000 then 4400000 + t.account end,
        'group_id': s.group_id,
        'collaborator_ids': cast([] as bigint[]), 'follower_ids': cast([] as bigint[]),
        'email_cc_ids': cast([] as bigint[]), 'followup_ids': cast([] as bigint[]),
        'forum_topic_id': null, 'problem_id': null, 'has_incidents': false,
        'is_public': t.channel != $CHAT or s.replies > 0,
        'due_at': null,
        'tags': s.tags,
        'custom_fields': fields, 'fields': fields,
        'satisfaction_rating': case
    when t.rating_where not in (1, 2) or t.rating_asked_at >= world_end() then json '{"score": "unoffered"}'
    when s.rated_at is null then json '{"score": "offered"}'
    when t.rating_where = 1 or t.rating_score != 3 then to_json({
        'id': 61000000 + t.ticket_id,
        'score': case when t.rating_score >= 4 then 'good' else 'bad' end,
        'comment': null,
        'reason': case when t.rating_score >= 4 then null else 'The issue was not resolved' end,
        'reason_id': case when t.rating_score >= 4 then null else 61900 end
    })
    else json '{"score": "offered"}'
end,
        'sharing_agreement_ids': cast([] as bigint[]),
        'ticket_form_id': 2201, 'brand_id': 1101,
        'allow_channelback': false, 'allow_attachments': true,
        'from_messaging_channel': t.channel in ($CHAT, $MESSAGING, $HELD_OUT),
        'support_type': s.support_type,
        'metric_set': m.metric_set
    }) as record,
    s.updated_at as changed_at, t.ticket_id as id, cast(s.support_type = 'ai_agent' as bigint) as is_ai,
    cast(s.status = 'deleted' as bigint) as is_deleted
from tickets t
join ticket_state s using (ticket_id)
join metric_sets m using (ticket_id)
join languages l using (language)
left join texts su on su.occasion = 'subject' and su.intent = t.intent
left join texts d on d.occasion = case t.channel when $CHAT then 'transcript' when $VOICE then 'call_in' else 'open' end
    and d.intent in (-1, t.intent) and d.variant = case when t.channel in ($CHAT, $VOICE) then 0 else t.variant end
left join texts sp on sp.occasion = 'spam_subject' and t.is_spam
left join texts sb on sb.occasion = 'spam' and t.is_spam
cross join lateral (select [
    {'id': $FIELD_INTENT, 'value': t.intent_value}, {'id': $FIELD_LANGUAGE, 'value': l.code},
    {'id': $FIELD_RESOLUTION_TYPE, 'value': s.resolution_type},
    {'id': $FIELD_RESOLUTION_TIER, 'value': s.resolution_tier}] as fields) f
order by s.updated_at, t.ticket_id
