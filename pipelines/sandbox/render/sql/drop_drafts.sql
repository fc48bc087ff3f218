with written as (
    select k.*, d.draft, d.accept, a.is_bpo, greatest(k.queued_at + 30, k.solved_at - 90) as drafted_at
    from contacts k join oversight_dice d using (contact) join agents a on a.agent = k.agent
    where k.channel in ($EMAIL, $WEB) and k.needs_person and not k.gives_up_waiting and k.ticket_id is not null
        and not k.is_spam and not k.is_test and k.solved_at is not null
), drafts as (
    select root * 4 + level as n, ticket_key, drafted_at as moment, 'draft_suggested' as event_type, 1 as step
    from written where draft < 0.7
    union all
    -- In the house it was asked for; at the partner it was told.
    select root * 4 + level, ticket_key, drafted_at + 20, 'draft_accepted', 2
    from written where draft < 0.7 and accept < case when is_bpo then 0.35 else 0.6 end
)
select to_json({'event_id': 'drop:draft:' || n || ':' || step, 'conversation_id': ticket_key, 'occurred_at': iso(moment),
    'sequence': 2000 + step, 'event_type': event_type, 'actor_id': 'drop:assist', 'actor_type': 'ai', 'visibility': 'internal',
    'from_value': null, 'to_value': null, 'tool_name': null, 'sub_agent': null, 'source': helpdesk(),
    'source_updated_at': iso(moment)}) as record
from drafts where moment < world_end() order by moment, n, step
