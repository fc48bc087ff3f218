create table said as
with spoken as (
    select m.contact, m.number, m.moment, m.actor, x.occasion, k.intent,
        -- Whoever says it again says it as in their first message, which is number 1.
        case when x.occasion = 'open' then (m.contact + 1) % 2 when x.occasion = 'answer' then (m.contact + m.number // 2) % 2
            else (m.contact + m.number) % 2 end as variant
    from messages m join chats k using (contact) join chat_texts x using (text)
    where m.moment < world_end()
)
select s.contact, s.number, s.moment, s.actor, s.occasion, coalesce(own.words, common.words) as words
from spoken s
left join texts own on own.occasion = s.occasion and own.intent = s.intent and own.variant = s.variant
left join texts common on common.occasion = s.occasion and common.intent = -1 and common.variant =
    case when s.occasion in ('ask_human', 'confirm', 'negative', 'after_handoff') then s.variant else 0 end;
