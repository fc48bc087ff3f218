-- The vendor knows when a chat began and how long it took, and no more of time; it knows customers by their ticket alone.
with spoken as (
    select contact, list(if(actor = 0, 'Bot: ', 'User: ') || words order by number) as transcript,
        arg_max(words, number) filter (occasion = 'open') as query
    from said where occasion != 'handoff' group by contact
)
select
    to_json({
        'conversation_id': split_part(chat_key, ':', 2),
        'channel': 'web',
        'chat_start_time': left(iso(moment), 19),
        'last_executed_intent': case when is_handed is true then 'handoff' when not is_unlabelled then slug end,
        'last_non_handoff_intent': case when not is_unlabelled then slug end,
        'last_executed_intent_user_query': query,
        'deflected': is_handed is not true,
        'generative_ai_used': true,
        'chat_handoff': is_handed is true,
        'chat_duration': ai_ends_at - moment,
        'helpdesk_ticket_id': ticket_id::varchar,
        'context_variables_used': json '{}',
        'chat_transcript': transcript,
        'csat_score': case when is_rated then rating_score::double end,
        'csat_feedback': cast([] as varchar[]),
        'csat_resolve': case when last_words_at < world_end() then confirms end
    }) as record,
    moment as created_at
from chats join spoken using (contact)
join (select intent, replace(lower(ada_intent), ' ', '_') as slug from intents) using (intent)
order by moment, contact
