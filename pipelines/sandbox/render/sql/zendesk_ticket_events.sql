with parts as (
    select
        ch.*, t.via_label, t.variant, t.intent, t.contact, t.channel as ticket_channel, t.intent_value, t.is_spam,
        l.code as language_code, s.tags, s.resolution_type, s.resolution_tier, t.rating_score, t.requester_id,
        case when ch.is_create then 'Create' else 'Change' end as kind,
        case ch.mark when 1 then 'abandoned_in_queue' when 2 then 'escalated_from_ai' when 5 then 'spam' end as added_tag,
        list_filter([t.intent_value, case when ch.mark = 1 and s.is_escalated then 'escalated_from_ai' end],
            lambda w: w is not null) as tags_before,
        case when ch.actor = 1 then via_label when ch.actor = 0 then 'System' else 'Web service' end as via_word
    from ticket_changes ch
    join tickets t using (ticket_id)
    join ticket_state s using (ticket_id)
    join languages l using (language)
), told as (
    select
        p.*,
        coalesce(x.words, any_x.words) as said,
        count(*) over (partition by p.ticket_id order by p.pos) as nth
    from parts p
    left join texts x on x.occasion = p.occasion and x.intent = p.intent and x.variant = p.variant
        and not (p.is_spam and p.is_create)
    left join texts any_x on any_x.occasion = case when p.is_spam and p.is_create then 'spam' else p.occasion end
        and any_x.intent = -1 and any_x.variant = 0
)
select
    to_json({
        'id': event_id,
        'ticket_id': ticket_id,
        'event_type': 'Audit',
        'timestamp': moment,
        'created_at': iso(moment),
        'updater_id': updater_id,
        'via': via_word,
        'system': {'client': case when actor = 0 then null else 'Mozilla/5.0' end, 'location': 'Berlin, Germany'},
        'metadata': json '{}',
        'child_events': cast('[' || concat_ws(',',
            case when status is not null then to_json({'id': event_id + 1, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'status': status, 'previous_value': status_before}) end,
            case when group_id is not null then to_json({'id': event_id + 2, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'group_id': group_id, 'previous_value': group_before}) end,
            case when changes_assignee then to_json({'id': event_id + 3, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'assignee_id': assignee_id, 'previous_value': nullif(assignee_before, -1)}) end,
            case when is_create then to_json({'id': event_id + 4, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'requester_id': requester_id, 'previous_value': null}) end,
            case when is_create then to_json({'id': event_id + 5, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '$FIELD_LANGUAGE': language_code, 'previous_value': null}) end,
            case when is_create and intent_value is not null then to_json({'id': event_id + 6, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '$FIELD_INTENT': intent_value, 'previous_value': null}) end,
            case when mark in (1, 2, 5) then to_json({'id': event_id + 7, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'tags': list_append(tags_before, added_tag),
                'added_tags': [added_tag], 'removed_tags': cast([] as varchar[]), 'previous_value': tags_before}) end,
            case when mark = 3 then to_json({'id': event_id + 7, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '$FIELD_RESOLUTION_TYPE': resolution_type, 'previous_value': null}) end,
            case when mark = 3 then to_json({'id': event_id + 8, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '$FIELD_RESOLUTION_TIER': resolution_tier, 'previous_value': null}) end,
            case when mark = 4 then to_json({'id': event_id + 7, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'satisfaction_score': case when rating_score >= 4 then 'good' else 'bad' end,
                'previous_value': 'offered'}) end,
            case when comment > 0 then to_json({'id': event_id + 9, 'event_type': 'Comment', 'type': 'Comment',
                'via': {'channel': case actor when 0 then 'api' when 1 then case ticket_channel when $EMAIL then 'email'
                    when $WEB then 'web' when $VOICE then 'voice' when $HELD_OUT then 'chat' else 'native_messaging' end else 'web' end,
                    'source': {'from': json '{}', 'to': json '{}', 'rel': null}},
                'via_reference_id': null, 'author_id': updater_id, 'body': said, 'html_body': '<p>' || said || '</p>',
                'plain_body': said, 'public': comment = 1, 'attachments': cast([] as varchar[]), 'audit_id': event_id,
                'created_at': iso(moment)}) end
        ) || ']' as json)
    }) as record,
    moment as changed_at, event_id as id, ticket_id
from told
order by moment, pos
