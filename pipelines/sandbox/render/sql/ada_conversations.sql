select
    to_json({
        '_id': ada_id,
        'agent_id': case when is_handed and a.agent is not null then [printf('77c0%020x', a.helpdesk_id)] else cast([] as varchar[]) end,
        'agent_name': case when is_handed and a.agent is not null then [printf('Agent %03d', a.agent)] else cast([] as varchar[]) end,
        'agent_handle_time': case when is_handed and a.agent is not null then cast(work as double) end,
        'bot_handle_time': cast(ai_ends_at - moment as double),
        'last_agent_id': null, 'last_agent_name': null,
        'browser': case contact % 3 when 0 then 'chrome' when 1 then 'safari' else 'firefox' end,
        'browser_version': '126.0', 'device': case contact % 2 when 0 then 'macos' else 'android' end,
        'language': l.code, 'platform': 'chat', 'oauth_channel': '',
        'chatter_id': chatter_id,
        'end_user_id': case when is_anonymous_in_chat then null else printf('eu_%06d', person) end,
        'classifications': case when is_unlabelled then cast([] as json[]) else [to_json({
            'topic_id': 'tp_' || left(md5(i.ada_topic), 6), 'topic_name': i.ada_topic,
            'intents': [{'intent_id': printf('in_%02d', i.intent), 'intent_name': i.ada_intent, 'status': 'active'}]})] end,
        'csat': case when is_rated then to_json({'score': rating_score, 'submitted_at': iso(rating_answered_at)})
            when rating_where = 3 and rating_asked_at < world_end() then to_json({'asked_at': iso(rating_asked_at)})
            else json '{}' end,
        'date_created': iso(moment),
        'date_updated': iso(updated_at),
        'generated_topic_id': case when is_unlabelled then null else printf('gt_%02d', i.intent) end,
        'generated_topic_label': case when is_unlabelled then null else i.ada_intent end,
        'generated_topic_v2_id': null, 'generated_topic_v2_title': null, 'generated_topic_v2_desc': null,
        'generated_topic_v2_parent_id': null,
        'is_engaged': is_engaged,
        'is_escalated': is_handed is true,
        'is_test_user': is_test,
        'record_last_updated': iso(updated_at + 20),
        'used_articles': case when turns > 0 and hand_over != 1 and not is_unlabelled then [{'id': printf('ka_%02d', i.intent),
            'name': i.ada_intent, 'url': case when has_guide()
                then printf('https://help.northlight.example/hc/en-us/articles/%d', $FIRST_ARTICLE + i.intent)
                else printf('https://help.northlight.example/articles/%02d', i.intent) end,
            'source': case when has_guide() then 'zendesk' end}]
            else [] end,
        'used_coaching': cast([] as varchar[]), 'used_playbooks': cast([] as varchar[]),
        'variables': {'agent_version': v.name, 'plan': ['basic', 'plus', 'pro'][k.plan + 1]}
    })[:-2]
    || ',"metavariables":{' || concat_ws(',',
        case when not is_anonymous_in_chat then '"email":"' || email(person, spelling_chat) || '"' end,
        case when ticket_id is not null then '"ticket_id":"' || ticket_id || '"' end) || '}'
    || case when is_evaluated then ',"automated_resolution_classification":"'
        || case when says_resolved then 'Resolved' else 'Not Resolved' end
        || '","automated_resolution_classification_reason":"'
        || case when says_resolved then 'The answer was relevant, accurate and safe.' else 'The customer still needed help.' end
        || '","inquiry_summary":"' || i.ada_intent || '"' else '' end || '}' as record,
    moment as created_at, updated_at, row_number() over (order by moment, contact) as id
from chats k
join intents i using (intent)
join languages l using (language)
join versions v using (version)
left join agents a on a.agent = k.agent and k.needs_person and not k.gives_up_waiting
order by updated_at, contact
