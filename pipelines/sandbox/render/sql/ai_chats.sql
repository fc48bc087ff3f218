create table chats as
with spoken as (
    select contact, max(moment) as last_at, sum(cast(actor = 0 as int)) as ai_messages
    from messages where moment < world_end() group by contact
)
select
    k.*, s.last_at, p.language, p.helpdesk_id, p.is_anonymous_in_chat, p.spelling_chat, p.plan,
    printf('%024x', (cast(k.person as hugeint) * 2 + case when p.has_two_devices and not p.is_anonymous_in_chat
        then k.root % 2 else 0 end + 7) * 1125899906842597) as chatter_id,
    k.evaluated_at < world_end() as is_evaluated,
    k.rating_where = 3 and k.rating_answered_at < world_end() as is_rated,
    k.handed_at < world_end() as is_handed,
    greatest(s.last_at, case when k.evaluated_at < world_end() then k.evaluated_at else 0 end,
        case when k.rating_where = 3 and k.rating_answered_at < world_end() then k.rating_answered_at else 0 end) as updated_at
from contacts k join people p using (person) join spoken s using (contact)
where k.channel = $CHAT;
