-- Sessions with their ids, their messages by turn, and the judge's tags.
create macro set_or_not(value) as coalesce(value, 'NOT_SET');
create table ai_sessions as
select k.*, split_part(chat_key, ':', 2) as session_id, right(split_part(chat_key, ':', 2), 12) as short_id,
    coalesce('v' || v.name, 'NOT_SET') as version_name, replace(i.ada_intent, ' ', '_') as topic
from chats k join versions v using (version) join intents i using (intent);
create table turns as
select s.*, k.session_id, k.short_id, k.is_unlabelled, k.topic,
    sum(cast(s.actor = 1 as int)) over (partition by s.contact order by s.number) as turn
from said s join ai_sessions k using (contact) where s.occasion != 'handoff';
create table judged as
select contact, session_id, short_id, evaluated_at, unnest([
    {'n': 1, 'tag': 'tag-d' || case when says_resolved then 4 + contact % 2 else 1 + contact % 3 end},
    {'n': 2, 'tag': 'tag-a' || case when contact % 7 = 0 then 'U' when not says_resolved and contact % 5 = 0 then 'T' else 'F' end}
]) as mark
from ai_sessions where is_evaluated;
