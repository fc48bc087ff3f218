-- The vendor tells who spoke how often, from when to when, and what it made of it once the session was over; never a word.
with spoken as (
    select contact, max(moment) as ended_at, count(*) filter (actor = 0) as by_bot, count(*) filter (actor != 0) as by_visitor
    from said where occasion != 'handoff' group by contact
),
told as (
    select *, ended_at + $SESSION_WAITS as told_at, '$BOT' as bot, split_part(chat_key, ':', 3) as conversation,
        is_handed is not true and says_resolved as is_automated
    from chats join spoken using (contact)
)
select
    to_json({
        'bot_id': bot, 'bot_name': 'Help bot',
        'conversation_id': conversation,
        'platform_conversation_id': coalesce(ticket_id::varchar, 'a' || right(chatter_id, 12)),
        'conversation_start_time': left(iso(moment), 19) || '.000Z',
        'conversation_end_time': left(iso(ended_at), 19) || '.000Z',
        'session_ended_timestamp': left(iso(told_at), 19) || '.000Z',
        'conversation_type': 'chat', 'conversation_status': 'ended', 'language': l.code, 'channel': 'chat',
        'labels': case when is_unlabelled then [] else [lower(i.ada_topic)] end, 'segments': cast([] as varchar[]),
        'conversation_data': case when is_anonymous_in_chat then '{}'
            else '{"email": "' || email(person, spelling_chat) || '"}' end,
        'test_mode': is_test,
        -- A truth value in some files, a word in others.
        'automated_resolution': case when contact % 2 = 0 then to_json(is_automated) else to_json(is_automated::varchar) end,
        'automated_resolution_reasoning': case when is_automated then 'Answer matched the question, no further request.' end,
        'resolution_tier': case when iso(ended_at) < '$TIERS_FROM' then null
            when is_handed then 'assisted_escalation' when says_resolved then 'verified_resolution'
            when is_engaged then 'contained_resolution' else 'unassisted' end,
        'last_resolution': null, 'rbp_status_name': null, 'is_llm_conversation': true,
        'triggered_replies': cast([] as varchar[]), 'triggered_intent_replies': cast([] as json[]),
        'triggered_procedures': cast([] as varchar[]),
        'triggered_use_cases': case when is_unlabelled then [] else [i.ada_intent] end,
        'has_knowledge_response_attempt': turns > 0,
        'knowledge_notUnderstood_count': 0, 'knowledge_responseGenerated_count': turns, 'knowledge_errorOccurred_count': 0,
        'knowledge_escalationRequired_count': cast(is_handed is true as int), 'knowledge_fallback_count': 0,
        'knowledge_sources': cast([] as varchar[]),
        'bot_messages_count': by_bot, 'visitor_messages_count': by_visitor, 'not_understood_messages_count': 0
    }) as record,
    ended_at, told_at
from told join intents i using (intent) join languages l using (language)
where told_at < world_end()
order by ended_at, contact
