select k.contact, k.root as journey, k.level, k.person, k.moment as began_at, i.family || '.' || i.key as intent, i.complexity,
    ['chat', 'email', 'web', 'voice', 'messaging', 'chat'][k.channel + 1] as channel, k.ticket_id,
    case when k.channel = $CHAT then k.ada_id end as ada_id,
    case when k.channel = $CHAT then k.chat_key end as chat_key,
    k.channel = $CHAT and k.confirms and k.last_words_at < world_end() as says_solved,
    k.conversation_key as conversation_id,
    k.channel = $CHAT as has_ai, k.needs_person and not k.gives_up_waiting as has_person, k.is_ai_only, k.is_engaged,
    k.is_spam, k.is_test, k.is_unlabelled, k.gives_up_waiting as is_abandoned, k.hand_over, k.is_transferred, k.is_reopened,
    a.helpdesk_id as first_agent_id, a.cohort_month, v.name as ai_version, k.is_disclosed, k.asked_turn >= 0 as asked_for_person,
    p.is_anonymous_in_chat, k.is_resolved,
    k.is_resolved and (k.return_at is null or k.return_at > coalesce(k.solved_at, k.ai_ends_at) + 7 * 86400) as is_durable,
    k.channel = $HELD_OUT as is_held_out, k.is_moved, k.is_extra and not k.is_by_event as is_surge, k.is_by_event, k.coaching_gain, k.waited_seconds, k.rating_waiting_cost as waiting_cost,
    k.comes_back, k.back_at, k.return_at, k.ai_ends_at, k.handed_at, k.solved_at, k.rating_is_satisfied as is_satisfied,
    nullif(k.rating_score, 0) as score, k.says_resolved as vendor_says_resolved
from contacts k join intents i using (intent) join people p using (person) join versions v using (version)
left join agents a on a.agent = k.agent and k.needs_person and not k.gives_up_waiting
order by k.contact
