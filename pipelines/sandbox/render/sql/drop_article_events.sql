with helped as (
    select k.*, d.*, v.intent is not null as is_covered, k.conversation_key as conversation_id,
        k.needs_person and not k.gives_up_waiting and k.ticket_id is not null as by_person,
        k.channel = $CHAT and k.is_engaged and k.turns > 0 as by_ai
    from contacts k join oversight_dice d using (contact) left join covered v using (intent)
    where not k.is_spam and not k.is_test
), events as (
    select contact, root * 4 + level as n, conversation_id, solved_at - 30 as moment, 'shared' as event_type, 'human' as actor_type,
        article_key(intent) as article_id
    from helped where by_person and is_covered and share < 0.45
    union all
    select contact, root * 4 + level, conversation_id, queued_at + 90,
        case when search < case when is_covered then 0.06 else 0.3 end then 'search_miss' else 'search_hit' end, 'human',
        case when search >= case when is_covered then 0.06 else 0.3 end and is_covered then article_key(intent) end
    from helped where by_person and search < 0.6
    union all
    select contact, root * 4 + level, conversation_id, moment + 3, case when is_covered then 'search_hit' else 'search_miss' end,
        'ai', case when is_covered then article_key(intent) end
    from helped where by_ai
)
select to_json({'article_event_id': 'drop:article:' || event_type || ':' || actor_type || ':' || n, 'article_id': article_id,
    'conversation_id': conversation_id, 'occurred_at': iso(moment), 'event_type': event_type, 'actor_type': actor_type,
    'query_hash': case when event_type like 'search%' then sha256('query ' || n) end, 'source': 'drop',
    'source_updated_at': iso(moment)}) as record
from events where moment < world_end() order by moment, n, event_type, actor_type
