with first_answers as (
    select contact, min(moment) as answer_at from messages where actor = 0 and number > 0 and moment < world_end() group by contact
), traced as (
    select k.*, d.*, f.answer_at, v.name as version_name, i.family
    from contacts k join oversight_dice d using (contact) join first_answers f using (contact) join versions v using (version)
    join intents i using (intent)
    where k.channel = $CHAT and k.is_engaged and k.turns > 0 and not k.is_test and k.hand_over != 1
), hops as (
    select contact, 1 as n, 'triage' as sub_agent, 'route' as tool_name from traced
    union all select contact, 2, family, 'look_up' from traced
    union all select contact, 3, 'policy', 'check_policy' from traced where hops < 0.12
    -- Sent back to where it came from: a loop.
    union all select contact, 4, 'triage', 'route' from traced where hops < 0.04
    union all select contact, 5, family, 'look_up' from traced where hops < 0.04
), events as (
    select t.contact, t.root * 4 + t.level as key, h.n, t.chat_key, t.version_name, t.answer_at - 1 as moment, 'action' as event_type, h.sub_agent, h.tool_name,
        cast(null as varchar) as reason
    from hops h join traced t using (contact)
    union all
    select k.contact, k.root * 4 + k.level, 9, k.chat_key, v.name, k.handed_at - 1, 'hand_off_requested', null, null,
        case k.hand_over when 1 then 'out_of_scope' when 2 then 'customer_request' else 'low_confidence' end
    from contacts k join oversight_dice d using (contact) join versions v using (version)
    where k.channel = $CHAT and k.hand_over > 0 and d.reason >= 0.08 and k.handed_at < world_end()
)
select to_json({'event_id': assistant() || ':trace:' || key || ':' || n, 'conversation_id': chat_key, 'occurred_at': iso(moment),
    'sequence': 1000 + n, 'event_type': event_type, 'actor_id': version_key(version_name), 'actor_type': 'ai', 'visibility': 'internal',
    'from_value': reason, 'to_value': null, 'tool_name': tool_name, 'sub_agent': sub_agent, 'source': assistant(),
    'source_updated_at': iso(moment)}) as record
from events order by moment, contact, n
