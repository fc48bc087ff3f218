-- One row per ticket: the contact it is about, who asked, and the words it begins with.
create table freshdesk_tickets as
with asked as (
    select k.*, p.account, l.code as language_code,
        case when k.channel in ($CHAT, $MESSAGING, $HELD_OUT) and p.is_anonymous_in_chat
            then 980000000 + k.person else p.helpdesk_id end as requester_id,
        case k.channel when $EMAIL then 1 when $WEB then 2 when $VOICE then 3 when $MESSAGING then 13 else 7 end as source_code,
        case when not k.is_unlabelled then upper(left(i.family, 1)) || substr(i.family, 2) || ' / ' || replace(i.key, '_', ' ') end as topic,
        (k.contact * 7919 + 3) % 2 as variant
    from contacts k join people p using (person) join intents i using (intent) join languages l on l.language = p.language
    where k.ticket_id is not null
)
select t.*, coalesce(spam_subject.words, subject.words) as subject, coalesce(spam.words, own.words, common.words) as description
from asked t
left join texts subject on subject.occasion = 'subject' and subject.intent = t.intent
left join texts spam_subject on spam_subject.occasion = 'spam_subject' and t.is_spam
left join texts spam on spam.occasion = 'spam' and t.is_spam
left join texts own on own.occasion = 'open' and own.intent = t.intent and own.variant = t.variant and t.channel not in ($CHAT, $VOICE)
left join texts common on common.intent = -1 and common.variant = 0
    and common.occasion = case t.channel when $CHAT then 'transcript' when $VOICE then 'call_in' end;
