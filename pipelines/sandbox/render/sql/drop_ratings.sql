with asked as (
    select k.*, d.effort, k.conversation_key as conversation_id,
        case when k.needs_person then person_key(a.helpdesk_id) else version_key(v.name) end as actor_id,
        coalesce(case when k.needs_person then k.solved_at end, k.ai_ends_at) + 2 * 3600 as asked_at
    from contacts k join oversight_dice d using (contact) join agents a using (agent) join versions v using (version)
    where not k.is_spam and not k.is_test and not k.gives_up_waiting and (k.needs_person or k.is_engaged) and d.effort < 0.2
)
select to_json({'rating_id': 'drop:ces:' || (root * 4 + level), 'conversation_id': conversation_id, 'actor_id': actor_id, 'kind': 'ces',
    'score': greatest(1, least(7, cast(floor(case when is_resolved then 4.2 else 1.0 end + effort * 19) as bigint) - case when level > 0 then 1 else 0 end)),
    'scale_min': 1, 'scale_max': 7, 'asked_at': iso(asked_at), 'answered_at': iso(asked_at + 1800), 'source': 'drop',
    'source_updated_at': iso(asked_at + 1800)}) as record
from asked where asked_at + 1800 < world_end() order by contact
